-- A second factor besides the password: a secret shared with the person's phone (RFC 6238), and recovery codes for the day
-- the phone is lost.
create table access.second_factor (
    unit_id text not null,
    account_id bigint primary key,
    -- Sealed by the vault.
    secret bytea not null,
    enrolled_at timestamptz not null,
    -- The newest time step that was used: a code that was seen once opens nothing again.
    last_step bigint not null,
    foreign key (unit_id, account_id) references access.account (unit_id, id) on update cascade
);

create table access.recovery_code (
    unit_id text not null,
    account_id bigint not null,
    -- Keyed by the vault; the codes themselves are shown once.
    mac bytea not null check (length(mac) = 32),
    used_at timestamptz,
    primary key (account_id, mac),
    foreign key (unit_id, account_id) references access.account (unit_id, id) on update cascade
);

insert into access.role_permission (role_code, permission)
values ('ADMIN', 'NOTICES_SEND'), ('OPS', 'NOTICES_SEND'), ('FINANCE', 'NOTICES_SEND');
