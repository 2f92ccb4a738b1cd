-- Window agents, the blocks of numbers they hold, and the bills they issued while the platform was away. What was given out
-- can not be taken back by a change of a row: blocks and bills are kept for ever, states only go forward.
create schema offline;

create function offline.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what a window agent did is never deleted';
end $$;

-- 窗口代理 One machine at one point, known by its own key. Until it has shown a key it only has a code to sign up with.
create table offline.agent (
  unit_id       text not null,
  agent_code    text not null check (agent_code ~ '^[A-Z0-9]{4,20}$'),
  name          text not null check (length(name) between 1 and 50),
  point         text not null,
  state         text not null check (state in ('WAITING', 'ACTIVE', 'REVOKED')),
  enrol_sm3     text not null check (enrol_sm3 ~ '^[0-9a-f]{64}$'),
  enrol_until   timestamptz not null,
  certificate   bytea,
  created_by    text not null,
  created_at    timestamptz not null,
  enrolled_at   timestamptz,
  revoked_by    text not null default '',
  revoked_at    timestamptz,
  revoke_reason text not null default '' check (length(revoke_reason) <= 200),
  -- The end of the chain of its bills.
  last_seq      bigint not null default 0 check (last_seq >= 0),
  last_sm3      text not null check (last_sm3 ~ '^[0-9a-f]{64}$'),
  -- What it last said of itself.
  seen_at       timestamptz,
  waiting       bigint not null default 0 check (waiting >= 0),
  oldest_at     timestamptz,
  oldest_cause  text not null default '',
  said          text not null default '' check (length(said) <= 200),
  primary key (unit_id, agent_code),
  unique (agent_code),
  constraint active_has_a_key check (state <> 'ACTIVE' or certificate is not null),
  constraint revoked_says_why check ((state = 'REVOKED') = (revoked_at is not null) and (state <> 'REVOKED' or revoke_reason <> ''))
);

create function offline.guard_agent() returns trigger language plpgsql as $$
begin
  if old.state = 'REVOKED' and new.state <> 'REVOKED' then
    raise exception 'agent % is revoked for ever', old.agent_code;
  end if;
  if old.certificate is not null and new.certificate is distinct from old.certificate then
    raise exception 'the key of agent % does not change', old.agent_code;
  end if;
  if new.last_seq < old.last_seq or (new.last_seq = old.last_seq and new.last_sm3 <> old.last_sm3) then
    raise exception 'the chain of agent % only grows', old.agent_code;
  end if;
  return new;
end $$;
create trigger agent_guarded before update on offline.agent for each row execute function offline.guard_agent();
create trigger agent_kept before delete on offline.agent for each row execute function offline.refuse_change();

-- 离线票号段 The signed text is what the agent holds; the columns say the same.
create table offline.block (
  unit_id        text not null,
  block_no       text not null check (length(block_no) between 4 and 40),
  agent_code     text not null,
  point          text not null,
  kind           text not null,
  bill_code      text not null check (bill_code ~ '^[0-9]{8}$'),
  first_no       bigint not null check (first_no >= 0),
  last_no        bigint not null check (last_no <= 9999999999),
  total_fen_max  bigint not null check (total_fen_max > 0),
  single_fen_max bigint not null check (single_fen_max > 0),
  hours_max      int not null check (hours_max > 0),
  issued_at      timestamptz not null,
  valid_until    timestamptz not null,
  content        text not null,
  -- Null until the signature server has answered; a block without them is in nobody's hands yet.
  certificate    bytea,
  signature      bytea,
  state          text not null check (state in ('OPEN', 'RETURNED', 'REVOKED', 'EXPIRED')),
  state_at       timestamptz not null,
  -- How many numbers came back unused, and how many a person gave up.
  returned       bigint not null default 0,
  burnt          bigint not null default 0,
  by_whom        text not null default '',
  reason         text not null default '' check (length(reason) <= 200),
  span           int8range not null generated always as
                 (int8range(bill_code::bigint * 10000000000 + first_no, bill_code::bigint * 10000000000 + last_no, '[]')) stored,
  primary key (unit_id, block_no),
  foreign key (unit_id, agent_code) references offline.agent,
  constraint signed_with_its_certificate check ((signature is null) = (certificate is null)),
  constraint block_in_order check (first_no <= last_no and issued_at < valid_until),
  constraint counted check (returned >= 0 and burnt >= 0 and returned + burnt <= last_no - first_no + 1),
  -- A number is in the hands of one agent at a time.
  constraint no_number_in_two_blocks exclude using gist (span with &&) where (state <> 'RETURNED')
);
create index block_by_agent on offline.block (unit_id, agent_code, issued_at desc);

create function offline.guard_block() returns trigger language plpgsql as $$
begin
  if new.content <> old.content or (old.signature is not null and new.signature is distinct from old.signature) or new.first_no <> old.first_no
     or new.last_no <> old.last_no or new.bill_code <> old.bill_code or new.agent_code <> old.agent_code then
    raise exception 'block % is what its agent holds', old.block_no;
  end if;
  if new.state <> old.state and not (case old.state
       when 'OPEN' then new.state in ('RETURNED', 'REVOKED', 'EXPIRED')
       when 'EXPIRED' then new.state in ('RETURNED', 'REVOKED')
       else false end) then
    raise exception 'block % can not go from % to %', old.block_no, old.state, new.state;
  end if;
  return new;
end $$;
create trigger block_guarded before update on offline.block for each row execute function offline.guard_block();
create trigger block_kept before delete on offline.block for each row execute function offline.refuse_change();

-- 离线票据 Every bill an agent presented, with its signed text. ACCEPTED: a bill of the platform. CONFLICT: a person decides.
-- VOIDED: decided, the number is burnt.
create table offline.bill (
  unit_id     text not null,
  bill_code   text not null check (bill_code ~ '^[0-9]{8}$'),
  bill_number text not null check (bill_number ~ '^[0-9]{10}$'),
  block_no    text not null,
  agent_code  text not null,
  seq         bigint not null check (seq > 0),
  caller      text not null,
  bus_no      text not null,
  total_fen   bigint not null,
  issued_at   timestamptz not null,
  since       timestamptz not null,
  cause       text not null check (cause in ('PLATFORM', 'NETWORK')),
  tried       boolean not null,
  due_at      timestamptz not null,
  arrived_at  timestamptz not null,
  -- Empty: the agent itself. Otherwise who scanned the codes.
  scanned_by  text not null,
  content     text not null,
  signature   bytea not null,
  -- What the business system had sent, sealed; empty for scanned bills.
  method      text not null,
  sent        bytea,
  state       text not null check (state in ('ACCEPTED', 'CONFLICT', 'VOIDED')),
  bill_id     bigint,
  conflict    text not null check (length(conflict) <= 500),
  decided_by  text not null default '',
  decided_at  timestamptz,
  decision    text not null default '' check (length(decision) <= 200),
  primary key (unit_id, bill_code, bill_number),
  unique (unit_id, agent_code, seq),
  unique (bill_id),
  foreign key (unit_id, block_no) references offline.block,
  constraint accepted_is_a_bill check ((state = 'ACCEPTED') = (bill_id is not null)),
  constraint conflict_says_why check (state = 'ACCEPTED' or conflict <> ''),
  constraint voided_by_a_person check (state <> 'VOIDED' or (decided_by <> '' and decision <> ''))
);
create index bill_by_arrival on offline.bill (unit_id, arrived_at desc);
create index bill_in_conflict on offline.bill (unit_id, arrived_at) where state = 'CONFLICT';

create function offline.guard_bill() returns trigger language plpgsql as $$
declare
  holder record;
begin
  select b.agent_code, b.bill_code, b.first_no, b.last_no
    into holder
    from offline.block b
   where b.unit_id = new.unit_id
     and b.block_no = new.block_no;
  if holder.agent_code <> new.agent_code or holder.bill_code <> new.bill_code
     or new.bill_number::bigint not between holder.first_no and holder.last_no then
    raise exception 'number % % is not of block %', new.bill_code, new.bill_number, new.block_no;
  end if;
  if tg_op = 'UPDATE' and (new.content <> old.content or new.signature <> old.signature or new.seq <> old.seq
       or new.bill_code <> old.bill_code or new.bill_number <> old.bill_number or new.issued_at <> old.issued_at
       or old.state <> 'CONFLICT') then
    raise exception 'offline bill % % is kept as it came', old.bill_code, old.bill_number;
  end if;
  return new;
end $$;
create trigger bill_guarded before insert or update on offline.bill for each row execute function offline.guard_bill();
create trigger bill_kept before delete on offline.bill for each row execute function offline.refuse_change();

-- Finance and operations manage agents, cashiers see how far their own windows are.
insert into access.role_permission (role_code, permission) values
    ('FINANCE', 'OFFLINE_READ'), ('FINANCE', 'OFFLINE_MANAGE'), ('OPS', 'OFFLINE_READ'), ('OPS', 'OFFLINE_MANAGE'),
    ('CASHIER', 'OFFLINE_READ')
on conflict do nothing;
