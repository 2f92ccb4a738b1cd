-- 单点登录 A unit may let people in who signed in at its own identity provider (OpenID Connect). Nobody gets an account by
-- that: who comes has to be linked to an account that is there.
create table access.identity_provider (
    unit_id text primary key,
    name text not null check (length(name) between 1 and 30),
    issuer text not null check (length(issuer) between 8 and 200),
    client_id text not null check (length(client_id) between 1 and 200),
    -- Sealed with the key of the installation.
    secret bytea not null,
    -- The member of the identity token that names the person.
    claim text not null check (claim ~ '^[A-Za-z0-9_:./-]{1,60}$'),
    enabled boolean not null,
    version int not null
);

create table access.identity (
    unit_id text not null,
    id bigint generated always as identity primary key,
    account_id bigint not null references access.account (id),
    issuer text not null,
    subject text not null check (length(subject) between 1 and 200),
    linked_by text not null,
    linked_at timestamptz not null,
    -- One person of the provider is one account.
    unique (unit_id, issuer, subject)
);

create index identity_of_account on access.identity (account_id);
