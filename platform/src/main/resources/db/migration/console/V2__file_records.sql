-- 文件记录 Every file that the console gave out or read: who, when, what, how big. The files themselves stay where they are kept,
-- or are kept nowhere.
create table console.file_record (
  unit_id    text not null,
  id         bigint generated always as identity,
  way        text not null check (way in ('GIVEN', 'RECEIVED')),
  -- Whether its own page lists the file, so that this is one more time it was given out.
  kept       boolean not null,
  account_id bigint not null,
  username   text not null,
  by_name    text not null,
  name       text not null check (length(name) between 1 and 200),
  -- The address without what was asked for: a filter may hold a payer's name.
  place      text not null,
  bytes      bigint check (bytes >= 0),
  detail     text not null check (length(detail) <= 200),
  at         timestamptz not null,
  primary key (unit_id, id)
);

create index file_record_by_place on console.file_record (unit_id, place, id);
create index file_record_not_kept on console.file_record (unit_id, way, at desc) where not kept;

create function console.refuse_file_record_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of console.file_record are never changed or deleted';
end
$$;

create trigger file_record_is_final before update or delete on console.file_record
  for each row execute function console.refuse_file_record_change();
