-- 单位登记 A hospital is known here from the day somebody begins to open it, before the bureau has told anything of it, and it
-- can be stopped. A unit that the bureau told of before there was a register has no row and is in use.
create table masterdata.unit_register (
  unit_id    text primary key check (unit_id ~ '^[0-9A-Za-z]{4,20}$'),
  name       text not null check (length(name) between 1 and 50),
  stopped    boolean not null default false,
  note       text not null check (length(note) <= 200),
  opened_by  text not null,
  opened_at  timestamptz not null,
  changed_by text not null,
  changed_at timestamptz not null
);
