-- 重建汇总 Makes the sums of these days anew out of the bills themselves. Adding-up waits until it is done; those who issue
-- do not, they only write tallies: a bill not yet committed keeps its tally, one that is committed is counted here and its
-- tally taken away. One statement, so bills, tallies and sums are seen at one moment. Returns how many bills were counted.
create function statistics.rebuild(unit text, first date, last date) returns bigint language plpgsql as $$
declare
  bills bigint;
begin
  lock table statistics.day in share row exclusive mode;
  with counted as materialized (
    select * from statistics.recounted(unit, first, last + 1)
  ), taken as (
    delete from statistics.tally
     where unit_id = unit and minute >= first and minute < last + 1
  ), days as (
    select unit_id, minute::date as day, point, kind, bus_type, operator, sum(blue_count) as blue_count,
           sum(blue_fen) as blue_fen, sum(red_count) as red_count, sum(red_fen) as red_fen
      from counted
     group by 1, 2, 3, 4, 5, 6
  ), days_made as (
    insert into statistics.day
    select * from days
        on conflict (unit_id, day, point, kind, bus_type, operator) do update
       set blue_count = excluded.blue_count,
           blue_fen = excluded.blue_fen,
           red_count = excluded.red_count,
           red_fen = excluded.red_fen
  ), days_gone as (
    delete from statistics.day d
     where d.unit_id = unit
       and d.day between first and last
       and not exists (
         select from days
          where (days.day, days.point, days.kind, days.bus_type, days.operator)
              = (d.day, d.point, d.kind, d.bus_type, d.operator))
  ), minutes as (
    select unit_id, minute, sum(blue_count + red_count) as bills from counted group by 1, 2
  ), minutes_made as (
    insert into statistics.minute
    select * from minutes
        on conflict (unit_id, minute) do update
       set bills = excluded.bills
  ), minutes_gone as (
    delete from statistics.minute m
     where m.unit_id = unit
       and m.minute >= first
       and m.minute < last + 1
       and not exists (select from minutes where minutes.minute = m.minute)
  ), hours as (
    select unit_id, date_trunc('hour', minute) as hour, point, sum(blue_count + red_count) as bills
      from counted
     group by 1, 2, 3
  ), hours_made as (
    insert into statistics.hour
    select * from hours
        on conflict (unit_id, hour, point) do update
       set bills = excluded.bills
  ), hours_gone as (
    delete from statistics.hour h
     where h.unit_id = unit
       and h.hour >= first
       and h.hour < last + 1
       and not exists (select from hours where (hours.hour, hours.point) = (h.hour, h.point))
  )
  select coalesce(sum(blue_count + red_count), 0) into bills from counted;
  return bills;
end $$;
