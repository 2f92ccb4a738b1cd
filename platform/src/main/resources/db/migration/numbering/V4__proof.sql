-- 票号日证明 Once a day the whole ledger is written down as it stands: which numbers are in which account. Each certificate
-- carries the digest of the one before and the unit's signature, so none can be changed, left out or put in later.
create table numbering.proof (
  unit_id      text not null,
  seq          int not null check (seq > 0),
  day          date not null,
  at           timestamptz not null,
  -- The last movement it covers; everything up to here was committed when the ranges were read.
  cut_id       bigint not null,
  -- The signed bytes, never written anew.
  content      text not null,
  content_sm3  text not null check (content_sm3 ~ '^[0-9a-f]{64}$'),
  previous_sm3 text not null check (previous_sm3 ~ '^[0-9a-f]{64}$'),
  numbers      bigint not null,
  certificate  bytea not null,
  signature    bytea not null,
  by_whom      text not null,
  primary key (unit_id, seq)
);
create trigger proof_kept before update or delete on numbering.proof
  for each row execute function numbering.refuse_change();
create trigger proof_not_emptied before truncate on numbering.proof
  for each statement execute function numbering.refuse_change();
