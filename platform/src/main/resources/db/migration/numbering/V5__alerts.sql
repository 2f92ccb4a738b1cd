-- 库存预警 When to warn, and what was warned about: one row per crossing, closed by refilling.
create table numbering.alert_rule (
  unit_id      text not null,
  -- First six digits of an electronic code or a paper code; empty: all kinds.
  subject      text not null,
  -- Empty: all points.
  point        text not null,
  min_count    bigint not null check (min_count between 0 and 10000000),
  min_days     int not null check (min_days between 0 and 365),
  -- Ask the bureau when what the whole unit has lasts less than this many days; 0: never by itself.
  request_days int not null check (request_days between 0 and 180),
  kept_by      text not null,
  kept_at      timestamptz not null,
  primary key (unit_id, subject, point)
);

create table numbering.stock_alert (
  id          bigint generated always as identity primary key,
  unit_id     text not null,
  subject     text not null,
  name        text not null,
  -- Empty: the unit as a whole.
  point       text not null,
  left_count  bigint not null,
  per_day     bigint not null,
  opened_at   timestamptz not null,
  closed_at   timestamptz,
  closed_left bigint,
  constraint closed_has_stock check ((closed_at is null) = (closed_left is null))
);
create unique index alert_open_once on numbering.stock_alert (unit_id, subject, point) where closed_at is null;
create index alert_by_time on numbering.stock_alert (unit_id, opened_at desc);
