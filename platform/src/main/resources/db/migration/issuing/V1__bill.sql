-- The bill itself: one row per bill, written once and never touched again; what changes (the state) stands apart in a
-- narrow table, and what makes a repeated settlement find its first bill stands in a third.
create schema issuing;

-- Instances draw keys in blocks of 1000, so the sequence is asked once per 1000 bills.
create sequence issuing.bill_id as bigint increment by 1000 start with 1;

create table issuing.bill (
  unit_id          text not null,
  bill_id          bigint not null,
  kind             text not null,
  bill_code        text not null check (bill_code ~ '^[0-9]{8}$'),
  bill_number      text collate "C" not null check (bill_number ~ '^[0-9]{10}$'),
  check_code       text not null check (check_code ~ '^[0-9A-Za-z]{6}$'),
  caller           text not null,
  bus_no           text collate "C" not null,
  bus_type         text not null,
  point            text not null,
  -- Both times in the hospital's zone.
  bus_at           timestamp(3) not null,
  issued_at        timestamp(3) not null,
  total_fen        bigint not null,
  payer_name       text collate "C" not null,
  unit_version     int not null,
  circulates       boolean not null,
  arrears_reason   text not null,
  -- Sealed by the vault; null when the payer left no way to be reached.
  contact          bytea,
  his              jsonb not null,
  reverses_bill_id bigint,
  content          jsonb not null,
  primary key (bill_id, unit_id),
  -- Number first: so the same index finds a bill by the first digits of its number.
  constraint number_once unique (bill_number, bill_code),
  constraint red_is_negative check ((reverses_bill_id is not null) = (total_fen < 0))
);

-- One red bill per blue bill at most.
create unique index bill_reversed_once on issuing.bill (reverses_bill_id) where reverses_bill_id is not null;
-- The console's list: newest first.
create index bill_by_issue on issuing.bill (unit_id, issued_at desc, bill_id desc);
-- The business systems' totals and lists go by their own time.
create index bill_by_business on issuing.bill (unit_id, bus_at);
-- Search by the first characters of a name; collation C makes like 'x%' a range of the index.
create index bill_by_payer on issuing.bill (unit_id, payer_name);

create function issuing.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a bill is never changed or deleted';
end $$;

create trigger bill_kept before update or delete on issuing.bill
  for each row execute function issuing.refuse_change();
create trigger bill_not_emptied before truncate on issuing.bill
  for each statement execute function issuing.refuse_change();

create table issuing.bill_state (
  unit_id     text not null,
  bill_id     bigint not null,
  state       text not null
                check (state in ('NUMBERED', 'UNIT_SIGNED', 'UPLOADED', 'REJECTED', 'ISSUED', 'REVERSED', 'BURNT')),
  state_at    timestamptz not null,
  -- The red bill, from the moment it is numbered; the state becomes REVERSED when the red bill is countersigned.
  reversed_by bigint,
  primary key (bill_id, unit_id),
  constraint reversed_names_its_red check (state <> 'REVERSED' or reversed_by is not null)
) with (fillfactor = 70);

create function issuing.guard_state() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'the state of a bill is never deleted';
  end if;
  if old.reversed_by is not null and new.reversed_by is distinct from old.reversed_by then
    raise exception 'bill % is reversed already', old.bill_id;
  end if;
  if old.state in ('REVERSED', 'BURNT') and new.state <> old.state then
    raise exception 'bill % has reached its last state', old.bill_id;
  end if;
  return new;
end $$;

create trigger state_guarded before update or delete on issuing.bill_state
  for each row execute function issuing.guard_state();

-- 业务流水号 to bill. The number stands before the caller, so that the console finds it without knowing the caller.
create table issuing.charge_key (
  unit_id     text not null,
  bus_no      text collate "C" not null,
  caller      text not null,
  kind        text not null,
  bill_id     bigint not null,
  content_sm3 bytea not null check (length(content_sm3) = 32),
  primary key (unit_id, bus_no, caller, kind)
);
