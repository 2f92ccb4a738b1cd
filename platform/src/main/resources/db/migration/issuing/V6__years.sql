-- 按年分区 Bills stand in one partition per year of their number (the last two digits of the code), so that a closed year's
-- indexes stay as they are, and can be kept on slower disks or taken away whole.
alter table issuing.bill rename to bill_before;

create table issuing.bill (
  like issuing.bill_before including constraints,
  bill_year smallint not null,
  constraint year_of_the_code check (bill_year = 2000 + right(bill_code, 2)::smallint)
) partition by list (bill_year);

-- Bills come into a partition only through the parent, whose triggers they share; a statement that empties it does not.
create function issuing.open_year(year int) returns boolean language plpgsql as $$
declare
  part text := format('bill_%s', year);
begin
  -- One at a time: two instances may look ahead in the same minute.
  perform pg_advisory_xact_lock(hashtext('issuing.open_year'));
  if to_regclass(format('issuing.%I', part)) is not null then
    return false;
  end if;
  -- Attaching, unlike creating in place, makes nobody wait who issues at this moment.
  execute format('create table issuing.%I (like issuing.bill including constraints)', part);
  execute format('alter table issuing.bill attach partition issuing.%I for values in (%s)', part, year);
  execute format('create trigger bill_not_emptied before truncate on issuing.%I'
                 ' for each statement execute function issuing.refuse_change()', part);
  return true;
end $$;

select issuing.open_year(year::int)
  from (select distinct 2000 + right(bill_code, 2)::int from issuing.bill_before
         union
        select extract(year from now())::int + ahead from generate_series(-1, 1) as ahead) as years (year);

insert into issuing.bill
select *, 2000 + right(bill_code, 2)::smallint
  from issuing.bill_before;

-- 只冲一次 A key of the partitioned table has to name the year, and a red bill may be of another year than its blue one:
-- so what says that there is one red bill per blue bill stands in a table of its own.
create table issuing.reversed_once (
  unit_id text not null,
  blue_id bigint not null,
  red_id  bigint not null,
  primary key (blue_id, unit_id)
);
insert into issuing.reversed_once
select unit_id, reverses_bill_id, bill_id
  from issuing.bill_before
 where reverses_bill_id is not null;

drop table issuing.bill_before;

create function issuing.note_reversal() returns trigger language plpgsql as $$
begin
  insert into issuing.reversed_once (unit_id, blue_id, red_id) values (new.unit_id, new.reverses_bill_id, new.bill_id);
  return null;
end $$;

create trigger reversed_once_kept before update or delete on issuing.reversed_once
  for each row execute function issuing.refuse_change();

-- That a key is not used in two years: the state of a bill, which is not partitioned, has the same key without the year.
alter table issuing.bill add primary key (bill_id, unit_id, bill_year);
alter table issuing.bill add constraint number_once unique (bill_number, bill_code, bill_year);
create index bill_reverses on issuing.bill (reverses_bill_id) where reverses_bill_id is not null;
create index bill_by_issue on issuing.bill (unit_id, issued_at desc, bill_id desc);
create index bill_by_business on issuing.bill (unit_id, bus_at);
create index bill_by_payer on issuing.bill (unit_id, payer_name);
create index bill_by_card on issuing.bill (unit_id, (bus_at::date), (his ->> 'cardKey'))
  where his ->> 'cardKey' is not null;
create index bill_by_person on issuing.bill (unit_id, (bus_at::date), (his ->> 'personKey'))
  where his ->> 'personKey' is not null;
create index bill_of_zero on issuing.bill (unit_id, issued_at desc) where total_fen = 0;
create index bill_held on issuing.bill (unit_id, issued_at desc) where not circulates;
create index bill_rounded on issuing.bill (unit_id, issued_at desc) where his ->> 'roundingFen' is not null;

create trigger bill_kept before update or delete on issuing.bill
  for each row execute function issuing.refuse_change();
create trigger bill_not_emptied before truncate on issuing.bill
  for each statement execute function issuing.refuse_change();
create trigger bill_reversed_once after insert on issuing.bill
  for each row when (new.reverses_bill_id is not null) execute function issuing.note_reversal();
