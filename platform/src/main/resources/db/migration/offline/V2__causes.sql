-- 离线原因 A window meets more than a network or a platform that is away. How long it may issue by itself and how soon its bills
-- must be there is a rule of the unit's for each cause; the newest one counts.
alter table offline.bill
  drop constraint bill_cause_check,
  add constraint bill_cause check (cause in ('PLATFORM', 'NETWORK', 'POWER', 'BUREAU', 'OTHER'));

create table offline.cause_rule (
  unit_id      text not null,
  cause        text not null check (cause in ('PLATFORM', 'NETWORK', 'POWER', 'BUREAU', 'OTHER')),
  -- 连续离线至多: 72 hours are the end in any case.
  window_hours int not null check (window_hours between 1 and 72),
  -- 开具后上传期限
  report_hours int not null check (report_hours between 1 and 168),
  by_whom      text not null,
  at           timestamptz not null,
  primary key (unit_id, cause, at)
);
create trigger cause_rule_kept before update or delete on offline.cause_rule
  for each row execute function offline.refuse_change();
