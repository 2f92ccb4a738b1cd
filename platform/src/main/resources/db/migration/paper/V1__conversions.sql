-- 换开 Which paper was given for which bill or voucher. The number itself stands in the number ledger; here stands what it
-- was used for, from the moment it is held for printing. A row ends once and is never deleted: the history of a bill's
-- paper is the list of its rows.
create schema if not exists paper;

create table paper.conversion (
  unit_id       text not null,
  conversion_id bigint generated always as identity,
  subject       text not null check (subject in ('BILL', 'VOUCHER')),
  subject_id    bigint not null,
  -- Code and number of the bill or voucher, for lists.
  e_code        text not null,
  e_number      text not null,
  red           boolean not null,
  paper_code    text not null,
  paper_number  text not null,
  point         text not null,
  -- PRINTING: held, not yet known to be on the sheet. LIVE: given. VOIDED: spoiled or taken back. RELEASED: never printed.
  state         text not null check (state in ('PRINTING', 'LIVE', 'VOIDED', 'RELEASED')),
  operator      text not null,
  caller        text not null,
  bus_at        timestamp(3) not null,
  at            timestamptz not null,
  local_at      timestamp(3) not null,
  confirmed_at  timestamptz,
  ended_at      timestamptz,
  ended_by      text not null default '',
  end_reason    text not null default '',
  primary key (unit_id, conversion_id),
  constraint live_is_confirmed check (state not in ('LIVE') or confirmed_at is not null),
  constraint ended_says_when check ((state in ('VOIDED', 'RELEASED')) = (ended_at is not null)),
  constraint voided_says_why check (state <> 'VOIDED' or end_reason <> '')
);

-- One bill is on one sheet, one sheet carries one bill; a sheet that was spoiled never comes back.
create unique index conversion_one_paper on paper.conversion (unit_id, subject, subject_id)
  where state in ('PRINTING', 'LIVE');
create unique index conversion_one_bill on paper.conversion (unit_id, paper_code, paper_number)
  where state <> 'RELEASED';
create index conversion_of_subject on paper.conversion (unit_id, subject, subject_id, conversion_id);
create index conversion_by_business on paper.conversion (unit_id, bus_at, conversion_id);
create index conversion_by_time on paper.conversion (unit_id, local_at, conversion_id);

create function paper.guard_conversion() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a conversion is never deleted';
  end if;
  if old.state in ('VOIDED', 'RELEASED') or (old.state = 'LIVE' and new.state <> 'VOIDED') then
    raise exception 'conversion % can not go from % to %', old.conversion_id, old.state, new.state;
  end if;
  if (new.subject, new.subject_id, new.paper_code, new.paper_number, new.point, new.bus_at)
     is distinct from (old.subject, old.subject_id, old.paper_code, old.paper_number, old.point, old.bus_at) then
    raise exception 'conversion % keeps its bill and its sheet', old.conversion_id;
  end if;
  return new;
end $$;

create trigger conversion_guarded before update or delete on paper.conversion
  for each row execute function paper.guard_conversion();

-- 空白作废 Blank sheets given up; the numbers stand in the ledger.
create table paper.blank_void (
  unit_id    text not null,
  void_id    bigint generated always as identity,
  paper_code text not null,
  first_no   text not null,
  last_no    text not null,
  sheets     bigint not null check (sheets > 0),
  point      text not null,
  operator   text not null,
  reason     text not null,
  caller     text not null,
  bus_at     timestamp(3) not null,
  local_at   timestamp(3) not null,
  primary key (unit_id, void_id),
  constraint blank_void_once unique (unit_id, paper_code, first_no, last_no)
);

-- 打印 Every print of a bill, its list or its paper; copy 1 is the first, what follows is 补打.
create table paper.print (
  unit_id    text not null,
  print_id   bigint generated always as identity,
  subject    text not null check (subject in ('BILL', 'LIST', 'PAPER', 'VOUCHER')),
  subject_id bigint not null,
  copy       integer not null check (copy > 0),
  by_whom    text not null,
  terminal   text not null,
  at         timestamptz not null,
  primary key (unit_id, print_id),
  constraint copy_once unique (unit_id, subject, subject_id, copy)
);

-- 打印校准 How far a terminal's printer is off for one kind of paper.
create table paper.calibration (
  unit_id    text not null,
  terminal   text not null check (length(terminal) between 1 and 50),
  paper_code text not null,
  right_mm   numeric(5, 2) not null check (right_mm between -30 and 30),
  down_mm    numeric(5, 2) not null check (down_mm between -30 and 30),
  by_whom    text not null,
  at         timestamptz not null,
  primary key (unit_id, terminal, paper_code)
);
