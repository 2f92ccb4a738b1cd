-- Every message of a business system is kept, sealed, before it is understood, so that a lost or disputed settlement can
-- be looked up and played again. What became of it is a row of its own: nothing here is ever updated.
create schema if not exists intake;

-- The unit is not known before the message is understood; it stands in the outcome. Ids begin with the time of arrival,
-- so what is past its keeping time is found by the key.
create table intake.message (
  id uuid primary key,
  received_at timestamptz not null,
  remote text not null,
  method text not null,
  sealed_body bytea not null,
  body_bytes integer not null
);

-- Sealed bytes do not compress; ordinary messages stay in their row.
alter table intake.message alter column sealed_body set storage external;
alter table intake.message set (toast_tuple_target = 8160);

-- A replay adds another row; the newest one counts. No foreign key: the outcome may be written while an old message goes.
create table intake.message_outcome (
  unit_id text not null,
  message_id uuid not null,
  at timestamptz not null,
  caller text not null,
  method text not null,
  bus_no text not null,
  result text not null,
  message text not null,
  sealed_answer bytea not null,
  took_ms integer not null,
  replayed_by text not null,
  primary key (message_id, at)
);

alter table intake.message_outcome alter column sealed_answer set storage external;
alter table intake.message_outcome set (toast_tuple_target = 8160);

create index message_outcome_recent on intake.message_outcome (unit_id, at);
create index message_outcome_bus_no on intake.message_outcome (unit_id, bus_no) where bus_no <> '';
