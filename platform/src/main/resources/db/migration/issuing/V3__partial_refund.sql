-- 部分退费 The whole bill is reversed and the rest is issued anew, as one operation that survives a break between the two:
-- what is to be issued is written down first, and whoever comes next goes on where it stopped.
create table issuing.partial_refund (
  unit_id  text not null,
  blue_id  bigint not null,
  rest     jsonb not null,
  rest_sm3 bytea not null check (length(rest_sm3) = 32),
  reason   text not null,
  by_whom  text not null,
  bus_at   timestamp(3) not null,
  asked_at timestamptz not null,
  red_id   bigint,
  rest_id  bigint,
  -- Why the reversal was refused; the bill stands as before then.
  refused  text not null default '',
  primary key (unit_id, blue_id),
  constraint rest_follows_its_red check (rest_id is null or red_id is not null),
  constraint refused_before_its_red check (refused = '' or red_id is null)
);

create index partial_refund_open on issuing.partial_refund (asked_at) where rest_id is null and refused = '';
