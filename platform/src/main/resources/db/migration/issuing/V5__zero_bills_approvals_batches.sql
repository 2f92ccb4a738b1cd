-- 零金额票据 Where the unit allows a bill of zero, its red bill is of zero too.
alter table issuing.bill
  drop constraint red_is_negative,
  add constraint red_is_not_positive
    check (case when reverses_bill_id is null then total_fen >= 0 else total_fen <= 0 end);

-- What the unit's policy made different is counted apart and listed: few bills among many.
create index bill_of_zero on issuing.bill (unit_id, issued_at desc) where total_fen = 0;
create index bill_held on issuing.bill (unit_id, issued_at desc) where not circulates;
create index bill_rounded on issuing.bill (unit_id, issued_at desc) where his ->> 'roundingFen' is not null;

-- 冲红审批 A reversal or partial refund above the unit's amount waits for a second person. Asked, decided once, executed.
create table issuing.reversal_request (
  unit_id      text not null,
  request_id   uuid not null,
  bill_id      bigint not null,
  -- 退费金额 of the whole bill or of the part given back.
  amount_fen   bigint not null check (amount_fen >= 0),
  -- What stays after a partial refund; null: the whole bill is reversed.
  rest         jsonb,
  reason       text not null check (length(reason) between 2 and 200),
  state        text not null check (state in ('PENDING', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'DONE', 'FAILED')),
  asked_by     bigint not null,
  asked_name   text not null,
  asked_at     timestamptz not null,
  decided_by   bigint,
  decided_name text not null default '',
  decided_at   timestamptz,
  answer       text not null default '' check (length(answer) <= 500),
  red_id       bigint,
  primary key (unit_id, request_id),
  constraint decided_by_another check (decided_by <> asked_by or state = 'WITHDRAWN'),
  constraint decided_has_its_person check ((state = 'PENDING') = (decided_by is null)),
  constraint decided_has_its_time check ((state = 'PENDING') = (decided_at is null)),
  constraint done_has_its_red check ((state = 'DONE') = (red_id is not null))
);

create unique index reversal_request_open on issuing.reversal_request (unit_id, bill_id)
  where state in ('PENDING', 'APPROVED');
create index reversal_request_by_time on issuing.reversal_request (unit_id, asked_at desc);

create function issuing.guard_reversal_request() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a reversal request is never deleted';
  end if;
  if (new.unit_id, new.request_id, new.bill_id, new.amount_fen, new.rest, new.reason, new.asked_by, new.asked_name,
      new.asked_at)
     is distinct from
     (old.unit_id, old.request_id, old.bill_id, old.amount_fen, old.rest, old.reason, old.asked_by, old.asked_name,
      old.asked_at) then
    raise exception 'what was asked of reversal request % does not change', old.request_id;
  end if;
  if not (old.state = 'PENDING' and new.state in ('APPROVED', 'REFUSED', 'WITHDRAWN')
       or old.state = 'APPROVED' and new.state in ('APPROVED', 'DONE', 'FAILED')
          and new.decided_by = old.decided_by and new.decided_at = old.decided_at) then
    raise exception 'reversal request % is % and does not become %', old.request_id, old.state, new.state;
  end if;
  return new;
end $$;

create trigger reversal_request_guarded before update or delete on issuing.reversal_request
  for each row execute function issuing.guard_reversal_request();

-- 批量开票 The bills of one uploaded file. The same file again is the same batch.
create table issuing.hand_batch (
  unit_id    text not null,
  batch_id   uuid not null,
  file_name  text not null,
  file_sm3   bytea not null check (length(file_sm3) = 32),
  account_id bigint not null,
  made_by    text not null,
  made_at    timestamptz not null,
  primary key (unit_id, batch_id),
  constraint file_once unique (unit_id, file_sm3)
);

create table issuing.hand_batch_bill (
  unit_id       text not null,
  batch_id      uuid not null,
  seq           int not null check (seq >= 0),
  -- First line of the sheet that speaks of this bill.
  line          int not null,
  bus_no        text not null,
  bus_type      text not null,
  point         text not null,
  bus_at        timestamp(3) not null,
  content       jsonb not null,
  contact       bytea,
  state         text not null default 'WAITING' check (state in ('WAITING', 'ISSUED', 'EARLIER', 'REFUSED')),
  claimed_until timestamptz,
  bill_id       bigint,
  why           text not null default '',
  primary key (unit_id, batch_id, seq),
  foreign key (unit_id, batch_id) references issuing.hand_batch (unit_id, batch_id),
  constraint issued_has_its_bill check ((state in ('ISSUED', 'EARLIER')) = (bill_id is not null)),
  constraint refused_says_why check ((state = 'REFUSED') = (why <> ''))
);

create index hand_batch_waiting on issuing.hand_batch_bill (unit_id, batch_id, seq) where state = 'WAITING';

-- 开票草稿 What a cashier has typed and not issued yet, sealed: it holds names and phone numbers.
create table issuing.hand_draft (
  unit_id    text not null,
  account_id bigint not null,
  sealed     bytea not null check (length(sealed) <= 65536),
  saved_at   timestamptz not null,
  primary key (unit_id, account_id)
);

-- 审批冲红 Finance approves; a cashier may not approve at all.
insert into access.duty (permission, office) values ('REVERSAL_APPROVE', 'BUSINESS') on conflict do nothing;
insert into access.role_permission (role_code, permission) values ('FINANCE', 'REVERSAL_APPROVE') on conflict do nothing;
