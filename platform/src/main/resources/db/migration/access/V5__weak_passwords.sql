-- 弱口令检测 Existing passwords are tried against a dictionary, hash by hash, while nobody waits. Each password is tried once per
-- edition of the dictionary; what was found stays on record until the person has changed it. The password itself is nowhere.
create table access.weak_check (
    unit_id text not null,
    account_id bigint not null,
    password_at timestamptz not null,
    edition text not null,
    checked_at timestamptz not null,
    weak boolean not null default false,
    primary key (account_id, password_at, edition),
    foreign key (unit_id, account_id) references access.account (unit_id, id) on update cascade
);

create index weak_found on access.weak_check (unit_id, checked_at desc) where weak;
