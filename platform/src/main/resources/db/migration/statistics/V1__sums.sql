-- 统计 Sums of bills by day, hour and minute. What a batch of new bills adds is written as a tally 计数单 in the batch's own
-- transaction, and added to the sums a moment later: so nobody who issues waits for a sum's row, and sums and tallies
-- together are those of the bills at every moment.
create schema statistics;

create table statistics.tally (
  unit_id    text not null,
  minute     timestamp(0) not null,
  point      text not null,
  kind       text not null,
  bus_type   text not null,
  operator   text not null,
  blue_count bigint not null check (blue_count >= 0),
  blue_fen   bigint not null check (blue_fen >= 0),
  red_count  bigint not null check (red_count >= 0),
  red_fen    bigint not null check (red_fen <= 0)
);

create table statistics.day (
  unit_id    text not null,
  day        date not null,
  point      text not null,
  kind       text not null,
  bus_type   text not null,
  operator   text not null,
  blue_count bigint not null,
  blue_fen   bigint not null,
  red_count  bigint not null,
  red_fen    bigint not null,
  primary key (unit_id, day, point, kind, bus_type, operator)
) with (fillfactor = 80);

-- By minute for the unit, by hour for a point: at one point few bills share a minute, and sums of one save nothing.
create table statistics.minute (
  unit_id text not null,
  minute  timestamp(0) not null,
  bills   bigint not null,
  primary key (unit_id, minute)
) with (fillfactor = 80);

create table statistics.hour (
  unit_id text not null,
  hour    timestamp(0) not null,
  point   text not null,
  bills   bigint not null,
  primary key (unit_id, hour, point)
) with (fillfactor = 80);

-- What is asked: the sums with what is not yet added to them, in one snapshot.
create view statistics.by_day as
select unit_id, day, point, kind, bus_type, operator, blue_count, blue_fen, red_count, red_fen
  from statistics.day
 union all
select unit_id, minute::date, point, kind, bus_type, operator, blue_count, blue_fen, red_count, red_fen
  from statistics.tally;

create view statistics.by_minute as
select unit_id, minute as at, bills
  from statistics.minute
 union all
select unit_id, minute, blue_count + red_count
  from statistics.tally;

create view statistics.by_hour as
select unit_id, hour as at, point, bills
  from statistics.hour
 union all
select unit_id, date_trunc('hour', minute), point, blue_count + red_count
  from statistics.tally;

-- 记入汇总 Takes tallies away and adds them to the sums, in one transaction. Rows of the sums are locked in the order of
-- their keys, so that two instances can not wait for each other. Returns how many tallies were taken.
create function statistics.add_up(most int) returns bigint language sql as $$
  with taken as (
    delete from statistics.tally
     where ctid = any (array(select ctid from statistics.tally limit most for update skip locked))
    returning *
  ), days as (
    insert into statistics.day as d
    select unit_id, minute::date, point, kind, bus_type, operator,
           sum(blue_count), sum(blue_fen), sum(red_count), sum(red_fen)
      from taken
     group by 1, 2, 3, 4, 5, 6
     order by 1, 2, 3, 4, 5, 6
        on conflict (unit_id, day, point, kind, bus_type, operator) do update
       set blue_count = d.blue_count + excluded.blue_count,
           blue_fen = d.blue_fen + excluded.blue_fen,
           red_count = d.red_count + excluded.red_count,
           red_fen = d.red_fen + excluded.red_fen
  ), minutes as (
    insert into statistics.minute as m
    select unit_id, minute, sum(blue_count + red_count)
      from taken
     group by 1, 2
     order by 1, 2
        on conflict (unit_id, minute) do update
       set bills = m.bills + excluded.bills
  ), hours as (
    insert into statistics.hour as h
    select unit_id, date_trunc('hour', minute), point, sum(blue_count + red_count)
      from taken
     group by 1, 2, 3
     order by 1, 2, 3
        on conflict (unit_id, hour, point) do update
       set bills = h.bills + excluded.bills
  )
  select count(*) from taken
$$;

-- 原始合计 The same sums out of the bills themselves, for filling and for checking.
create function statistics.recounted(unit text, first timestamp, beyond timestamp)
returns table (unit_id text, minute timestamp, point text, kind text, bus_type text, operator text,
               blue_count bigint, blue_fen bigint, red_count bigint, red_fen bigint)
language sql stable as $$
  select b.unit_id, date_trunc('minute', b.issued_at), b.point, b.kind, b.bus_type,
         coalesce(b.content ->> 'handlingPerson', ''),
         count(*) filter (where b.reverses_bill_id is null),
         coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is null), 0)::bigint,
         count(*) filter (where b.reverses_bill_id is not null),
         coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is not null), 0)::bigint
    from issuing.bill b
   where b.unit_id = unit
     and b.issued_at >= first
     and b.issued_at < beyond
   group by 1, 2, 3, 4, 5, 6
$$;

insert into statistics.tally
select recounted.*
  from (select distinct unit_id from issuing.bill) units
 cross join lateral statistics.recounted(units.unit_id, '-infinity', 'infinity') recounted;

insert into access.role_permission (role_code, permission) values
  ('FINANCE', 'STATISTICS_READ'), ('OPS', 'STATISTICS_READ')
on conflict do nothing;
