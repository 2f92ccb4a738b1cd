-- 运行参数 Figures that may be changed while the installation runs. The newest row of a name counts; without a value the
-- configuration counts again. Rows stay, so that anybody can see what was in force when.
create table access.parameter (
    seq        bigint generated always as identity primary key,
    name       text not null check (length(name) between 1 and 100),
    value      bigint,
    changed_by text not null,
    changed_at timestamptz not null
);

create index parameter_by_name on access.parameter (name, seq desc);

create function access.refuse_parameter_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of access.parameter are never changed or deleted';
end
$$;

create trigger parameter_is_final before update or delete on access.parameter
    for each row execute function access.refuse_parameter_change();

insert into access.duty (permission, office)
values ('SYSTEM_READ', 'SYSTEM'), ('SYSTEM_MANAGE', 'SYSTEM')
on conflict do nothing;
insert into access.role_permission (role_code, permission)
values ('ADMIN', 'SYSTEM_READ'), ('ADMIN', 'SYSTEM_MANAGE')
on conflict do nothing;
