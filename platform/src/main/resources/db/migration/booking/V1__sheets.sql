-- 入账汇总单 A sheet sums up the bills of a span of business time that no earlier sheet has: each bill is summed up once. The
-- sheet is written once; its registration with the accounts comes and goes as events beside it.
create schema if not exists booking;

create table booking.sheet (
  unit_id    text not null,
  sheet_id   bigint generated always as identity,
  ac_no      text not null,
  -- 1 income 收入, 2 expense 支出: when more was reversed than issued.
  ac_type    text not null check (ac_type in ('1', '2')),
  from_at    timestamp(3) not null,
  until_at   timestamp(3) not null,
  point      text not null,
  blue_count bigint not null,
  blue_fen   bigint not null,
  red_count  bigint not null,
  red_fen    bigint not null check (red_fen <= 0),
  total_fen  bigint not null,
  created_at timestamp(3) not null,
  created_by text not null,
  primary key (unit_id, sheet_id),
  constraint sheet_no_once unique (unit_id, ac_no),
  constraint sheet_adds_up check (total_fen = blue_fen + red_fen)
);

create table booking.sheet_bill (
  unit_id  text not null,
  bill_id  bigint not null,
  sheet_id bigint not null,
  kind     text not null,
  red      boolean not null,
  fen      bigint not null,
  primary key (unit_id, bill_id),
  foreign key (unit_id, sheet_id) references booking.sheet (unit_id, sheet_id)
);
create index sheet_bill_of on booking.sheet_bill (unit_id, sheet_id);

-- 入账备案 Registered and withdrawn, in turn; the newest event counts.
create table booking.registration (
  unit_id        text not null,
  event_id       bigint generated always as identity,
  sheet_id       bigint not null,
  registered     boolean not null,
  acc_voucher_no text not null,
  booked_on      date not null,
  total_fen      bigint not null,
  at             timestamptz not null,
  by_whom        text not null,
  primary key (unit_id, event_id),
  foreign key (unit_id, sheet_id) references booking.sheet (unit_id, sheet_id)
);
create index registration_of on booking.registration (unit_id, sheet_id, event_id desc);

-- 交款单位入账 What payers' organisations have booked, as they tell; a bill that is booked can not be reversed.
create table booking.payer_booking (
  unit_id   text not null,
  event_id  bigint generated always as identity,
  bill_id   bigint not null,
  booked    boolean not null,
  booked_by text not null,
  voucher   text not null,
  booked_on date not null,
  at        timestamptz not null,
  by_whom   text not null,
  primary key (unit_id, event_id)
);
create index payer_booking_of on booking.payer_booking (unit_id, bill_id, event_id desc);
