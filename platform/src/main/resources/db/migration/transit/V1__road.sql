-- The road after issuing. A bill on the road has one row that says which stage it waits for; the row goes when the bill
-- has arrived. What happened on the way stays as steps.
create schema transit;

create table transit.waiting (
  unit_id     text not null,
  bill_id     bigint not null,
  stage       text not null check (stage in ('SIGN', 'COUNTERSIGN', 'RENDER', 'ARCHIVE', 'DELIVER')),
  attempts    int not null default 0,
  next_try    timestamptz not null,
  -- Until then a worker has it; a worker that died leaves it to others.
  lease_until timestamptz,
  stuck       boolean not null default false,
  fault       text,
  detail      text not null default '',
  -- Since when it waits for this stage.
  since       timestamptz not null,
  primary key (bill_id, unit_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

-- Workers claim the oldest that are due.
create index waiting_due on transit.waiting (stage, next_try) where not stuck;
create index waiting_stuck on transit.waiting (unit_id, stage) where stuck;

-- 全程 What happened, for ever: one row per stage done, and one per run of equal failures. The key is the bill and the
-- order of events; no generated number, so that writing a step touches one index.
create table transit.step (
  unit_id  text not null,
  bill_id  bigint not null,
  seq      int not null,
  stage    text not null,
  party    text not null,
  done     boolean not null,
  fault    text,
  detail   text not null,
  times    int not null default 1,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  took_ms  bigint not null,
  primary key (bill_id, unit_id, seq)
);

create function transit.guard_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.done or new.done or new.times <= old.times then
    raise exception 'a step of a bill is never changed; only equal failures are counted up';
  end if;
  return new;
end $$;

create trigger step_kept before update or delete on transit.step
  for each row execute function transit.guard_step();
