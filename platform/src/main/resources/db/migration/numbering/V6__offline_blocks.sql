-- 离线票号段: numbers that a window agent holds and may give out without asking. They stand in an account of their own, under
-- the point and, as whose hands they are in, the agent. A number there may have been used already, so it goes on only as
-- issued, as burnt, or back to the point when the agent has proved that it was not used.
alter table numbering.range
  drop constraint range_account,
  drop constraint point_named,
  drop constraint cashier_named,
  add constraint range_account check (account in
    ('UNIT', 'POINT', 'CASHIER', 'OFFLINE', 'RESERVED', 'ISSUED', 'VOIDED', 'BURNT', 'OUTGOING', 'RETURNED', 'DESTROYED')),
  add constraint point_named check (
    case when account in ('POINT', 'CASHIER', 'OFFLINE', 'RESERVED', 'ISSUED', 'BURNT') then point is not null
         when account in ('UNIT', 'OUTGOING', 'RETURNED', 'DESTROYED') then point is null
         else true end),
  add constraint cashier_named check
    ((account not in ('CASHIER', 'OFFLINE') or cashier is not null) and (cashier is null or point is not null));

create function numbering.guard_offline() returns trigger language plpgsql as $$
begin
  if new.account <> old.account and not (new.account in ('POINT', 'ISSUED', 'BURNT')) then
    raise exception 'offline range % can not go to %', old.id, new.account;
  end if;
  return new;
end $$;
create trigger range_offline_guarded before update on numbering.range
  for each row when (old.account = 'OFFLINE') execute function numbering.guard_offline();

alter table numbering.movement
  drop constraint movement_way,
  add constraint movement_way check (to_account = any (case from_account
    when 'BUREAU' then array['UNIT']
    when 'UNIT' then array['POINT', 'VOIDED', 'OUTGOING', 'DESTROYED']
    when 'POINT' then array['UNIT', 'POINT', 'CASHIER', 'OFFLINE', 'RESERVED', 'ISSUED', 'VOIDED']
    when 'CASHIER' then array['POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'VOIDED']
    when 'OFFLINE' then array['POINT', 'ISSUED', 'BURNT']
    when 'RESERVED' then array['POINT', 'CASHIER', 'ISSUED', 'VOIDED']
    when 'OUTGOING' then array['UNIT', 'RETURNED']
    when 'ISSUED' then array['VOIDED', 'BURNT', 'DESTROYED']
    when 'VOIDED' then array['DESTROYED']
    when 'RETURNED' then array['UNIT']
    else array[]::text[] end));
