-- 号段证书 What a point or a cashier got is certified: unit, code, range, place and term, signed with the unit's key and bound to
-- this installation. Numbers are only taken from what a certificate covers, so a range that somebody wrote, moved or lengthened
-- past the ledger, or a copy of the rows elsewhere, issues nothing.
create table numbering.segment_certificate (
  unit_id     text not null,
  -- The movement that brought the numbers there.
  movement_id bigint not null unique,
  bill_code   text not null,
  first_no    bigint not null,
  last_no     bigint not null check (last_no >= first_no),
  point       text not null,
  cashier     text,
  valid_until date,
  at          timestamptz not null,
  -- The signed bytes, never written anew.
  content     text not null,
  certificate bytea not null,
  signature   bytea not null,
  -- HMAC-SM3 over all three under this installation's own key, which is not in the database.
  mark        bytea not null check (length(mark) = 32),
  primary key (unit_id, movement_id)
);
create index segment_by_place on numbering.segment_certificate (unit_id, bill_code, point, first_no);
create trigger segment_kept before update or delete on numbering.segment_certificate
  for each row execute function numbering.refuse_change();
create trigger segment_not_emptied before truncate on numbering.segment_certificate
  for each statement execute function numbering.refuse_change();

-- Arrivals, to find those without a certificate. Taking a number writes no row of this index.
create index movement_arrived on numbering.movement (id) where to_account in ('POINT', 'CASHIER');

-- Since when certificates are asked for: what came before gets the same time to be certified as what arrives now.
create table numbering.segment_epoch (
  one      boolean primary key default true check (one),
  after_id bigint not null,
  at       timestamptz not null
);
insert into numbering.segment_epoch (after_id, at)
select coalesce(max(id), 0), now() from numbering.movement;
