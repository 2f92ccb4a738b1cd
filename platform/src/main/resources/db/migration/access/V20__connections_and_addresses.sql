-- Every unit has accounts with outside parties: bureau, signature server, WeChat, SMS, mail. They are kept in one place, in
-- one way. What is kept is in force from the moment it stands here; the row before it stays, so that anybody can see what
-- was in force when.
create table access.connection (
    unit_id       text not null,
    party         text not null check (party in ('BUREAU', 'SIGNING', 'WECHAT', 'SMS', 'MAIL')),
    seq           bigint generated always as identity,
    settings      jsonb not null check (jsonb_typeof(settings) = 'object'),
    -- Key, PIN or password sealed with the installation's master key for one purpose; the mark shows that it changed
    -- without telling it.
    sealed_secret bytea not null,
    sealed_for    text not null,
    secret_mark   text not null check (length(secret_mark) = 8),
    changed_by    text not null,
    changed_at    timestamptz not null,
    primary key (unit_id, party, seq)
);

create function access.refuse_connection_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of access.connection are never changed or deleted';
end
$$;

create trigger connection_is_final before update or delete on access.connection
    for each row execute function access.refuse_connection_change();

-- Where colleagues get their notices, beside the telephone: sealed like it.
alter table access.account
    add column mail bytea,
    add column wechat bytea;

insert into access.duty (permission, office)
values ('CHANNELS_MANAGE', 'BUSINESS'), ('CHANNELS_MANAGE', 'SYSTEM')
on conflict do nothing;
insert into access.role_permission (role_code, permission)
values ('ADMIN', 'CHANNELS_READ'), ('ADMIN', 'CHANNELS_MANAGE'), ('OPS', 'CHANNELS_READ'), ('OPS', 'CHANNELS_MANAGE')
on conflict do nothing;
