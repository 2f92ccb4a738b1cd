-- 预交金凭证 A deposit or a refund, written once. What a deposit still holds is what was paid in less what was refunded less
-- what settlements took; nothing stores a balance that could be wrong.
create schema if not exists prepayment;

-- 凭证代码 The next number of one year's code. Locked by whoever gives a voucher, so that numbers have no gaps.
create table prepayment.voucher_code (
  unit_id text not null,
  code    text not null,
  next_no bigint not null check (next_no > 0),
  primary key (unit_id, code)
);

create table prepayment.voucher (
  unit_id      text not null,
  voucher_id   bigint generated always as identity,
  kind         text not null check (kind in ('DEPOSIT', 'REFUND')),
  code         text not null,
  number       text collate "C" not null check (number ~ '^[0-9]{10}$'),
  check_code   text not null,
  refunds_id   bigint,
  caller       text not null,
  -- 业务流水号 of a deposit; of a refund, what makes the same request the same.
  key_no       text not null,
  bus_no       text not null,
  content_sm3  bytea not null check (length(content_sm3) = 32),
  bus_type     text not null,
  point        text not null,
  bus_at       timestamp(3) not null,
  issued_at    timestamp(3) not null,
  amount_fen   bigint not null check (amount_fen > 0),
  payer        text collate "C" not null,
  hospital_no  text collate "C" not null,
  visit_no     text not null,
  department   text not null,
  operator     text not null,
  reason       text not null,
  remark       text not null,
  details      jsonb not null,
  primary key (unit_id, voucher_id),
  constraint voucher_number_once unique (unit_id, code, number),
  constraint voucher_key_once unique (unit_id, caller, kind, key_no),
  constraint refund_names_its_deposit check ((kind = 'REFUND') = (refunds_id is not null)),
  foreign key (unit_id, refunds_id) references prepayment.voucher (unit_id, voucher_id)
);

create index voucher_refunds on prepayment.voucher (unit_id, refunds_id) where refunds_id is not null;
create index voucher_by_patient on prepayment.voucher (unit_id, hospital_no);
create index voucher_by_time on prepayment.voucher (unit_id, issued_at desc, voucher_id desc);

create function prepayment.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a voucher is never changed or deleted';
end $$;

create trigger voucher_kept before update or delete on prepayment.voucher
  for each row execute function prepayment.refuse_change();

-- 消费 What settlements took from deposits. RESERVED while the bill is being made, SETTLED with it, RELEASED when it was
-- refused or reversed.
create table prepayment.usage (
  unit_id     text not null,
  usage_id    bigint generated always as identity,
  voucher_id  bigint not null,
  caller      text not null,
  bus_no      text not null,
  amount_fen  bigint not null check (amount_fen > 0),
  state       text not null check (state in ('RESERVED', 'SETTLED', 'RELEASED')),
  bill_id     bigint,
  at          timestamptz not null,
  settled_at  timestamptz,
  released_at timestamptz,
  primary key (unit_id, usage_id),
  foreign key (unit_id, voucher_id) references prepayment.voucher (unit_id, voucher_id),
  constraint settled_has_its_bill check (state <> 'SETTLED' or bill_id is not null)
);

create unique index usage_once on prepayment.usage (unit_id, caller, bus_no, voucher_id) where state <> 'RELEASED';
create index usage_of_voucher on prepayment.usage (unit_id, voucher_id);
create index usage_of_bill on prepayment.usage (unit_id, bill_id) where bill_id is not null;
create index usage_reserved on prepayment.usage (unit_id, at) where state = 'RESERVED';
