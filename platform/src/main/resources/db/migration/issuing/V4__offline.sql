-- 离线开具 Beside the bill: a window issued it by itself while the platform was away. Written in the bill's transaction.
create table issuing.offline (
  unit_id    text not null,
  bill_id    bigint not null,
  agent_code text not null,
  arrived_at timestamptz not null,
  primary key (unit_id, bill_id)
);
create trigger offline_kept before update or delete on issuing.offline
  for each row execute function issuing.refuse_change();
