-- 批量开具 Batches are taken at once and billed afterwards. A row's settlement stands here sealed until it is done; its result
-- stays. Billing a row again is safe, because a settlement makes one bill however often it comes.
create table intake.batch (
  unit_id     text not null,
  batch_id    bigint generated always as identity,
  caller      text not null,
  batch_no    text not null,
  method      text not null,
  content_sm3 bytea not null check (length(content_sm3) = 32),
  rows        integer not null check (rows > 0),
  received_at timestamptz not null,
  primary key (unit_id, batch_id),
  constraint batch_once unique (unit_id, caller, batch_no)
);

create table intake.batch_row (
  unit_id        text not null,
  batch_id       bigint not null,
  seq            integer not null,
  bus_no         text not null,
  sealed_content bytea,
  status         smallint not null default 0 check (status in (0, 1, 2)),
  err_msg        text not null default '',
  bill_id        bigint,
  leased_until   timestamptz,
  primary key (unit_id, batch_id, seq),
  foreign key (unit_id, batch_id) references intake.batch (unit_id, batch_id),
  -- 1 done has its bill, 2 failed says why; neither keeps the settlement.
  constraint done_has_its_bill check ((status = 1) = (bill_id is not null)),
  constraint failed_says_why check ((status = 2) = (err_msg <> '')),
  constraint waiting_has_its_content check ((status = 0) = (sealed_content is not null))
);

create index batch_row_waiting on intake.batch_row (batch_id, seq) where status = 0;

-- 推送核对 What a business system says it billed, and whether that is what stands here. The same push again is the same row.
create table intake.pushed_check (
  unit_id     text not null,
  check_id    bigint generated always as identity,
  caller      text not null,
  subject     text not null check (subject in ('TOTALS', 'REFUNDS', 'BILLS')),
  first_day   date not null,
  last_day    date not null check (last_day >= first_day),
  point       text not null,
  told_count  bigint not null,
  told_fen    bigint not null,
  rows        jsonb not null,
  content_sm3 bytea not null check (length(content_sm3) = 32),
  received_at timestamptz not null,
  found_count bigint not null,
  found_fen   bigint not null,
  differs     boolean not null,
  checked_at  timestamptz not null,
  primary key (unit_id, check_id),
  constraint push_once unique (unit_id, caller, subject, first_day, last_day, point, content_sm3)
);
