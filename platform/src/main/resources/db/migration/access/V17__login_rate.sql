-- Sign-in tries of one address in its present minute, counted over all instances: each of them costs a slow hash, and the
-- limit must not grow with the number of instances. Rows are forgotten when their minute is over.
create table access.login_rate (
  address text primary key,
  since timestamptz not null,
  tries integer not null
);
