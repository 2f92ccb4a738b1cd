-- 数字证书登录 Which person a certificate stands for: its issuer and serial number, bound by an administrator.
create table access.certificate (
    unit_id text not null,
    id bigint generated always as identity primary key,
    account_id bigint not null,
    issuer text not null check (length(issuer) <= 500),
    serial text not null check (serial ~ '^[0-9a-f]{1,64}$'),
    subject text not null check (length(subject) <= 500),
    not_after timestamptz not null,
    bound_by text not null,
    bound_at timestamptz not null,
    constraint certificate_of_one_person unique (issuer, serial),
    foreign key (unit_id, account_id) references access.account (unit_id, id) on update cascade
);

create index certificate_of_account on access.certificate (account_id);
