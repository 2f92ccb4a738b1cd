-- The number ledger: every bill number the bureau allotted stands in exactly one range, a range in exactly one account,
-- and every movement between accounts is written down for ever. Numbers are counted like money: the sum never changes.
create schema numbering;

-- Which bill code stands for a kind in a year; synced from the bureau. A code changes every year.
create table numbering.code (
  unit_id   text not null,
  bill_code text not null check (bill_code ~ '^[0-9]{8}$'),
  kind      text not null,
  year      int not null check (year between 2000 and 2099),
  primary key (unit_id, kind, year),
  unique (unit_id, bill_code)
);

-- A range of one account. In a point's range the numbers before next_no are issued (account ISSUED), the others are
-- still the point's: so a take changes one narrow row and nothing that is indexed.
create table numbering.range (
  id        bigint generated always as identity primary key,
  unit_id   text not null,
  bill_code text not null check (bill_code ~ '^[0-9]{8}$'),
  account   text not null check (account in ('UNIT', 'POINT', 'BURNT', 'RETURNED')),
  point     text,
  first_no  bigint not null check (first_no >= 0),
  next_no   bigint not null,
  last_no   bigint not null check (last_no <= 9999999999),
  open      boolean not null generated always as (next_no <= last_no) stored,
  -- Code and number as one integer of at most 18 digits, so that the rule needs no extension.
  span      int8range not null generated always as (
              int8range(bill_code::bigint * 10000000000 + first_no, bill_code::bigint * 10000000000 + last_no, '[]')
            ) stored,
  constraint range_in_order check (first_no <= last_no and next_no between first_no and last_no + 1),
  constraint only_points_issue check (account = 'POINT' or next_no = first_no),
  constraint point_named check ((account in ('POINT', 'BURNT')) = (point is not null)),
  constraint no_number_twice exclude using gist (span with &&)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The open ranges of a point, and of the unit's own account.
create index range_open on numbering.range (unit_id, bill_code, account, point) where open;

create function numbering.guard_range() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a range of numbers is never deleted';
  end if;
  if new.bill_code <> old.bill_code or new.unit_id <> old.unit_id or new.next_no < old.next_no
     or (old.next_no > old.first_no and (new.first_no <> old.first_no or new.account <> old.account
         or new.point <> old.point or new.last_no < old.next_no - 1)) then
    raise exception 'issued numbers of range % can not be given back or moved', old.id;
  end if;
  return new;
end $$;

create trigger range_guarded before update or delete on numbering.range
  for each row execute function numbering.guard_range();

-- Double entry: from one account to another, for ever.
create table numbering.movement (
  id           bigint generated always as identity primary key,
  unit_id      text not null,
  at           timestamptz not null,
  bill_code    text not null,
  first_no     bigint not null,
  last_no      bigint not null check (last_no >= first_no),
  from_account text not null check (from_account in ('BUREAU', 'UNIT', 'POINT', 'ISSUED')),
  from_point   text,
  to_account   text not null check (to_account in ('UNIT', 'POINT', 'ISSUED', 'BURNT', 'RETURNED')),
  to_point     text,
  by_whom      text not null,
  document     text not null
);

create index movement_by_time on numbering.movement (unit_id, at desc);
create index movement_by_account on numbering.movement (unit_id, bill_code, to_account, at);

create function numbering.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'movements of numbers are never changed or deleted';
end $$;

create trigger movement_kept before update or delete on numbering.movement
  for each row execute function numbering.refuse_change();
create trigger movement_not_emptied before truncate on numbering.movement
  for each statement execute function numbering.refuse_change();

-- 申领 A request to the bureau, written before it is asked: the same number is asked again until there is an answer.
create table numbering.request (
  unit_id    text not null,
  request_no text not null,
  bill_code  text not null,
  count      bigint not null check (count between 1 and 10000000),
  by_whom    text not null,
  asked_at   timestamptz not null,
  state      text not null check (state in ('ASKED', 'PENDING', 'ALLOTTED', 'REFUSED')),
  reason     text not null,
  primary key (unit_id, request_no)
);

-- One open request per code: a second click asks for the first one's answer.
create unique index request_open on numbering.request (unit_id, bill_code) where state in ('ASKED', 'PENDING');
