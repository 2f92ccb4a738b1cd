-- Basic information becomes something people maintain on screens: more is said of each record, pay channels and campuses
-- are the unit's own, and every change is kept, so that any day of the past can be shown as it was.
alter table masterdata.issuing_point
  add column form text not null default 'WINDOW',
  add column terminals text[] not null default '{}',
  add column campus text not null default '';

-- Usable is what the bureau lists, the unit has not stopped, and whose time it is.
alter table masterdata.charge_item
  add column category text not null default '',
  add column mnemonic text not null default '',
  add column valid_from date,
  add column valid_until date,
  add column listed boolean not null default true,
  add constraint charge_item_ends_after_it_begins check (valid_until >= valid_from);

alter table masterdata.caller
  add column protocol text not null default '3.2.0';

-- Only what differs from the protocol's own list has a row.
create table masterdata.pay_channel (
  unit_id text not null,
  code text not null,
  name text not null,
  means text not null,
  shown_at integer not null,
  enabled boolean not null,
  primary key (unit_id, code)
);

create table masterdata.campus (
  unit_id text not null,
  code text not null,
  name text not null,
  address text not null,
  phone text not null,
  enabled boolean not null,
  primary key (unit_id, code)
);

-- One row for each change, with the whole record after it; null fields: the record was removed.
create table masterdata.history (
  unit_id text not null,
  seq bigint generated always as identity,
  kind text not null,
  code text not null,
  at timestamptz not null,
  changed_by text not null,
  act text not null,
  fields jsonb,
  primary key (unit_id, seq)
);

create index history_of_one on masterdata.history (unit_id, kind, code, seq);

create function masterdata.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'masterdata.history can only be added to';
end $$;

create trigger history_is_never_changed
    before update or delete on masterdata.history
    for each row execute function masterdata.refuse_change();

-- 信息管理员 keeps basic information; finance fills in the bureau's forms; nobody else changes either.
insert into access.role (code, name) values ('INFO', '信息管理员');

insert into access.role_permission (role_code, permission)
values
    ('INFO', 'HOME_READ'), ('INFO', 'BILL_READ'), ('INFO', 'TRANSIT_READ'), ('INFO', 'NUMBERS_READ'),
    ('INFO', 'MESSAGES_READ'), ('INFO', 'MESSAGES_REPLAY'),
    ('INFO', 'BASICS_READ'), ('INFO', 'BASICS_MANAGE'), ('INFO', 'CALLERS_MANAGE'), ('INFO', 'FORMS_MANAGE'),
    ('FINANCE', 'BASICS_READ'), ('FINANCE', 'FORMS_MANAGE'),
    ('OPS', 'BASICS_READ'), ('ADMIN', 'BASICS_READ');
