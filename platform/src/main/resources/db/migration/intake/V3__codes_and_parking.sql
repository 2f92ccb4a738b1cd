-- A call with a code nobody has mapped waits here instead of being lost: the mapping is put right, the call is played
-- again, and the patient need not come back to the window. Which codes business systems really send is counted, so that
-- a missing mapping is seen before it hurts and the reach of a change before it is made.
create table intake.code_seen (
  unit_id text not null,
  caller text not null,
  kind text not null,
  his_code text not null,
  day date not null,
  name text not null,
  calls bigint not null,
  last_at timestamptz not null,
  primary key (unit_id, caller, kind, his_code, day)
);

create table intake.parked_call (
  unit_id text not null,
  id uuid not null,
  message_id uuid not null,
  caller text not null,
  method text not null,
  bus_no text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  calls integer not null,
  missing jsonb not null,
  refusal text not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'DONE', 'DROPPED')),
  closed_at timestamptz,
  closed_by text,
  outcome text,
  primary key (unit_id, id),
  constraint closed_says_by_whom check ((state = 'WAITING') = (closed_at is null)
                                        and (closed_at is null) = (closed_by is null))
);

-- The same settlement sent again and again waits once.
create unique index parked_call_waits_once on intake.parked_call (unit_id, caller, method, bus_no)
  where state = 'WAITING';
create index parked_call_by_time on intake.parked_call (unit_id, last_at);
