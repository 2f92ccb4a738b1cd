-- 号段有效期 A unit may hold numbers to a term: whoever would issue from a segment whose last day is over is refused, the owner
-- is warned a month before, and what is left goes back. No term is the rule until somebody sets one.
alter table numbering.range add column expires_on date;

-- Who set which term when; the newest of a kind counts, and only for numbers that come in afterwards.
create table numbering.term (
  unit_id text not null,
  subject text not null check (subject ~ '^[0-9]{1,20}$'),
  -- 0: none.
  months  int not null check (months between 0 and 36),
  by_whom text not null,
  at      timestamptz not null,
  primary key (unit_id, subject, at)
);
create trigger term_kept before update or delete on numbering.term
  for each row execute function numbering.refuse_change();

-- One message per crossing: 30 days before the last day, and when it is over.
create table numbering.term_told (
  unit_id    text not null,
  bill_code  text not null,
  expires_on date not null,
  stage      text not null check (stage in ('SOON', 'OVER')),
  at         timestamptz not null,
  primary key (unit_id, bill_code, expires_on, stage)
);
create index range_expiring on numbering.range (unit_id, expires_on) where open and expires_on is not null;
