-- Who may do what, who is signed in, and what they did: accounts and roles decide every console route, sessions stand in
-- the database so that any instance can answer and revoke them, and the audit log can be added to but never edited.
create schema access;

create table access.role (
    code text primary key,
    name text not null unique
);

create table access.role_permission (
    role_code text not null references access.role,
    permission text not null,
    primary key (role_code, permission)
);

create table access.account (
    unit_id text not null,
    id bigint generated always as identity primary key,
    username text not null unique check (username ~ '^[a-z0-9][a-z0-9._-]{1,49}$'),
    display_name text not null check (length(display_name) between 1 and 50),
    password_hash text not null check (password_hash like '$argon2id$%'),
    status text not null default 'ACTIVE' check (status in ('ACTIVE', 'DISABLED')),
    must_change boolean not null default false,
    valid_until timestamptz,
    password_at timestamptz not null,
    created_at timestamptz not null
);

create table access.account_role (
    account_id bigint not null references access.account,
    role_code text not null references access.role,
    primary key (account_id, role_code)
);

-- Tries are counted per name as typed, known or not: an outsider can not tell which accounts exist from which get locked.
create table access.login_try (
    name text primary key check (length(name) <= 64),
    tries int not null,
    last_at timestamptz not null,
    locked_until timestamptz
);

-- One chain per installation: each entry's hash covers the hash before it and the entry's text, byte for byte.
create table access.audit_log (
    unit_id text not null,
    seq bigint primary key check (seq > 0),
    at timestamptz not null,
    username text not null,
    act text not null,
    entry text not null,
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null check (length(hash) = 32)
);

create index audit_log_by_time on access.audit_log (unit_id, at);

-- The end of the chain with a keyed seal, so that entries cut off at the end are missed too; its row lock puts writers in line.
create table access.audit_head (
    one boolean primary key default true check (one),
    seq bigint not null,
    hash bytea not null check (length(hash) = 32),
    seal bytea not null
);

create function access.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'access.audit_log can only be added to';
end $$;

create trigger audit_log_is_never_changed
    before update or delete on access.audit_log
    for each row execute function access.refuse_change();

create trigger audit_log_is_never_emptied
    before truncate on access.audit_log
    for each statement execute function access.refuse_change();

-- A mark made with the master key: an instance that starts with another key file is refused before it writes anything.
create table access.master_key_mark (
    one boolean primary key default true check (one),
    mark bytea not null
);

create table access.spring_session (
    primary_id char(36) primary key,
    session_id char(36) not null unique,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval int not null,
    expiry_time bigint not null,
    principal_name varchar(100)
);

create index spring_session_by_expiry on access.spring_session (expiry_time);

create index spring_session_by_principal on access.spring_session (principal_name);

create table access.spring_session_attributes (
    session_primary_id char(36) not null references access.spring_session on delete cascade,
    attribute_name varchar(200) not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);

-- Administrators, business users and operators are kept apart: who manages the system neither issues nor reverses bills.
insert into access.role (code, name)
values ('ADMIN', '系统管理员'), ('FINANCE', '财务'), ('CASHIER', '收费员'), ('OPS', '运维');

insert into access.role_permission (role_code, permission)
values
    ('ADMIN', 'HOME_READ'), ('ADMIN', 'BILL_READ'), ('ADMIN', 'TRANSIT_READ'), ('ADMIN', 'NUMBERS_READ'),
    ('ADMIN', 'MESSAGES_READ'),
    ('FINANCE', 'HOME_READ'), ('FINANCE', 'BILL_READ'), ('FINANCE', 'BILL_EXPORT'), ('FINANCE', 'BILL_REVERSE'),
    ('FINANCE', 'TRANSIT_READ'), ('FINANCE', 'NUMBERS_READ'), ('FINANCE', 'NUMBERS_MANAGE'),
    ('CASHIER', 'HOME_READ'), ('CASHIER', 'BILL_READ'), ('CASHIER', 'BILL_REVERSE'), ('CASHIER', 'TRANSIT_READ'),
    ('CASHIER', 'NUMBERS_READ'),
    ('OPS', 'HOME_READ'), ('OPS', 'BILL_READ'), ('OPS', 'TRANSIT_READ'), ('OPS', 'TRANSIT_RETRY'),
    ('OPS', 'NUMBERS_READ'), ('OPS', 'MESSAGES_READ'), ('OPS', 'MESSAGES_REPLAY');
