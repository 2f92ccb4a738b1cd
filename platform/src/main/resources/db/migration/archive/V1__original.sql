-- Where a bill's finished file stands and that it was checked on arrival. The bytes stand in the file store under their
-- SM3; what is written here about them is never changed, only the outcome of the check is added once.
create schema if not exists archive;

create table archive.original (
    unit_id      text not null,
    bill_id      bigint not null,
    ofd_sm3      text not null,
    size         integer not null,
    xml_sm3      text not null,
    deposited_at timestamptz not null,
    archived_at  timestamptz,
    checks       jsonb,
    primary key (unit_id, bill_id)
);
-- The count of a day's archived bills on the home page.
create index original_by_archiving on archive.original (unit_id, archived_at);

create function archive.refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE'
       or old.archived_at is not null
       or (new.unit_id, new.bill_id, new.ofd_sm3, new.size, new.xml_sm3, new.deposited_at)
          is distinct from (old.unit_id, old.bill_id, old.ofd_sm3, old.size, old.xml_sm3, old.deposited_at) then
        raise exception 'an archived original is never changed or deleted';
    end if;
    return new;
end
$$;

create trigger original_is_final before update or delete on archive.original
    for each row execute function archive.refuse_change();
