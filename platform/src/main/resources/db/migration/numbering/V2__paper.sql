-- Paper bills join the ledger: the same ranges, the same journal, the same rules. A sheet is used one at a time, may be
-- held while it is printed, and may be spoiled; so ranges can now stand in more accounts and be split anywhere.

-- 纸质票据代码 The codes printed on the unit's paper. Their length is the printer's affair; numbers keep their zeros.
create table numbering.paper_code (
  unit_id    text not null,
  paper_code text not null check (paper_code ~ '^[0-9]{1,20}$'),
  name       text not null check (length(name) between 1 and 60),
  use_kind   text not null check (use_kind in ('OUTPATIENT', 'INPATIENT', 'PREPAYMENT')),
  -- Digits of a number as printed.
  width      int not null check (width between 1 and 10),
  -- Null: the paper carries no year and is used until it is gone.
  year       int check (year between 2000 and 2099),
  stopped    boolean not null default false,
  created_at timestamptz not null,
  primary key (unit_id, paper_code)
);

alter table numbering.range
  drop constraint no_number_twice,
  drop column span,
  drop constraint range_bill_code_check,
  drop constraint range_account_check,
  drop constraint point_named,
  drop constraint only_points_issue;

alter table numbering.range
  -- Whose hands the numbers are in, where a point shares its stock out to its cashiers.
  add column cashier text,
  -- Code and number as one number: codes of any length, told apart by the leading 1 even where they begin with zeros.
  add column span numrange not null generated always as (
    numrange(('1' || bill_code)::numeric * 10000000000 + first_no, ('1' || bill_code)::numeric * 10000000000 + last_no, '[]')
  ) stored,
  add constraint range_code check (bill_code ~ '^[0-9]{1,20}$'),
  add constraint range_account check (account in
    ('UNIT', 'POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'VOIDED', 'BURNT', 'RETURNED', 'DESTROYED')),
  add constraint point_named check (
    case when account in ('POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'BURNT') then point is not null
         when account in ('UNIT', 'RETURNED', 'DESTROYED') then point is null
         else true end),
  add constraint cashier_named check ((account <> 'CASHIER' or cashier is not null) and (cashier is null or point is not null)),
  add constraint only_holders_issue check (account in ('POINT', 'CASHIER') or next_no = first_no),
  add constraint no_number_twice exclude using gist (span with &&);

drop index numbering.range_open;
create index range_open on numbering.range (unit_id, bill_code, account, point) where open;

-- Numbers leave a range only into another range of the ledger; what is final stays.
create or replace function numbering.guard_range() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a range of numbers is never deleted';
  end if;
  -- A range issued to its last number may leave its point as a whole, once: it stays issued.
  if old.next_no = old.last_no + 1 and new.account = 'ISSUED' and new.first_no = old.first_no
     and new.last_no = old.last_no and new.point = old.point and new.cashier is not distinct from old.cashier
     and new.bill_code = old.bill_code and new.unit_id = old.unit_id then
    return new;
  end if;
  if new.bill_code <> old.bill_code or new.unit_id <> old.unit_id or new.next_no < old.next_no
     or (old.next_no > old.first_no and (new.first_no < old.first_no or new.account <> old.account
         or new.point <> old.point or new.cashier is distinct from old.cashier or new.last_no < old.next_no - 1)) then
    raise exception 'issued numbers of range % can not be given back or moved', old.id;
  end if;
  if new.account <> old.account and not (case old.account
       when 'ISSUED' then new.account in ('VOIDED', 'BURNT', 'DESTROYED')
       when 'VOIDED' then new.account = 'DESTROYED'
       when 'RETURNED' then new.account = 'UNIT'
       when 'BURNT' then false
       when 'DESTROYED' then false
       else true end) then
    raise exception 'range % can not go from % to %', old.id, old.account, new.account;
  end if;
  return new;
end $$;

alter table numbering.movement
  drop constraint movement_from_account_check,
  drop constraint movement_to_account_check;

alter table numbering.movement
  add column from_cashier text,
  add column to_cashier text,
  add column reason text not null default '',
  -- The only ways a number can go.
  add constraint movement_way check (to_account = any (case from_account
    when 'BUREAU' then array['UNIT']
    when 'UNIT' then array['POINT', 'VOIDED', 'RETURNED', 'DESTROYED']
    when 'POINT' then array['UNIT', 'POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'VOIDED']
    when 'CASHIER' then array['POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'VOIDED']
    when 'RESERVED' then array['POINT', 'CASHIER', 'ISSUED', 'VOIDED']
    when 'ISSUED' then array['VOIDED', 'BURNT', 'DESTROYED']
    when 'VOIDED' then array['DESTROYED']
    when 'RETURNED' then array['UNIT']
    else array[]::text[] end));

-- A number is issued once, so the one movement that issued it is found by its end; and everything else is rare enough
-- for an index of ranges. Together they tell the history of a single number among any amount of movements.
drop index numbering.movement_by_account;
create index movement_issued on numbering.movement (bill_code, last_no) where to_account = 'ISSUED';
create index movement_other on numbering.movement using gist (int8range(first_no, last_no, '[]')) where to_account <> 'ISSUED';
create index movement_by_document on numbering.movement (unit_id, document) where document <> '';
