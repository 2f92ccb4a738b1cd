-- Dozens of people share one installation: who may see which rows, who administers without issuing, which passwords were
-- used before, who is signed in from where, and which exports were approved by whom.

-- 岗位类别 A role belongs to one office and an account works in one office: system, security and audit administrators and
-- the people who issue bills can not be the same account. DEMO exists only where the demonstration made it.
alter table access.role
    add column unit_id text not null default '*',
    add column office text not null default 'BUSINESS'
        check (office in ('BUSINESS', 'SYSTEM', 'SECURITY', 'AUDIT', 'DEMO')),
    add column note text not null default '' check (length(note) <= 200),
    add column version int not null default 1,
    drop constraint role_name_key,
    add constraint role_name_once unique (unit_id, name),
    add constraint role_of_office unique (code, office);

update access.role set office = 'SYSTEM' where code = 'ADMIN';

-- 专属权限 A permission that stands here may be held only by roles of the offices named; the program writes its list at
-- every start. What does not stand here, such as looking at bills, every office may hold.
create table access.duty (
    permission text not null,
    office text not null check (office in ('BUSINESS', 'SYSTEM', 'SECURITY', 'AUDIT')),
    primary key (permission, office)
);

create function access.refuse_foreign_duty() returns trigger language plpgsql as $$
begin
    if exists (select 1 from access.duty d where d.permission = new.permission)
       and not exists (select 1
                         from access.duty d
                         join access.role r on r.code = new.role_code
                        where d.permission = new.permission
                          and (d.office = r.office or r.office = 'DEMO')) then
        raise exception 'permission % belongs to another office than role %', new.permission, new.role_code;
    end if;
    return new;
end $$;

create trigger duties_stay_apart
    before insert or update on access.role_permission
    for each row execute function access.refuse_foreign_duty();

insert into access.duty (permission, office)
values
    ('BILL_REVERSE', 'BUSINESS'), ('NUMBERS_MANAGE', 'BUSINESS'), ('TRANSIT_RETRY', 'BUSINESS'),
    ('MESSAGES_REPLAY', 'BUSINESS'),
    ('USERS_READ', 'SYSTEM'), ('USERS_READ', 'SECURITY'), ('USERS_READ', 'AUDIT'),
    ('USERS_MANAGE', 'SYSTEM'),
    ('USERS_RESET', 'SYSTEM'), ('USERS_RESET', 'SECURITY'), ('USERS_RESET', 'AUDIT'),
    ('ROLES_READ', 'SYSTEM'), ('ROLES_READ', 'SECURITY'), ('ROLES_READ', 'AUDIT'),
    ('ROLES_MANAGE', 'SECURITY'), ('ROLES_GRANT', 'SECURITY'),
    ('POLICY_READ', 'SYSTEM'), ('POLICY_READ', 'SECURITY'), ('POLICY_READ', 'AUDIT'), ('POLICY_MANAGE', 'SECURITY'),
    ('SESSIONS_READ', 'SYSTEM'), ('SESSIONS_READ', 'SECURITY'), ('SESSIONS_READ', 'AUDIT'),
    ('SESSIONS_END', 'SYSTEM'), ('SESSIONS_END', 'SECURITY'),
    ('LOGINS_READ', 'SECURITY'), ('LOGINS_READ', 'AUDIT'),
    ('AUDIT_READ', 'AUDIT'), ('AUDIT_EXPORT', 'AUDIT'), ('EXPORT_APPROVE', 'SECURITY');

insert into access.role (code, name, office)
values ('SECURITY', '安全管理员', 'SECURITY'), ('AUDITOR', '审计管理员', 'AUDIT');

insert into access.role_permission (role_code, permission)
values
    ('ADMIN', 'USERS_READ'), ('ADMIN', 'USERS_MANAGE'), ('ADMIN', 'USERS_RESET'), ('ADMIN', 'ROLES_READ'),
    ('ADMIN', 'POLICY_READ'), ('ADMIN', 'SESSIONS_READ'), ('ADMIN', 'SESSIONS_END'),
    ('SECURITY', 'USERS_READ'), ('SECURITY', 'USERS_RESET'), ('SECURITY', 'ROLES_READ'), ('SECURITY', 'ROLES_MANAGE'),
    ('SECURITY', 'ROLES_GRANT'), ('SECURITY', 'POLICY_READ'), ('SECURITY', 'POLICY_MANAGE'),
    ('SECURITY', 'SESSIONS_READ'), ('SECURITY', 'SESSIONS_END'), ('SECURITY', 'LOGINS_READ'),
    ('SECURITY', 'EXPORT_APPROVE'),
    ('AUDITOR', 'USERS_READ'), ('AUDITOR', 'USERS_RESET'), ('AUDITOR', 'ROLES_READ'), ('AUDITOR', 'POLICY_READ'),
    ('AUDITOR', 'SESSIONS_READ'), ('AUDITOR', 'LOGINS_READ'), ('AUDITOR', 'AUDIT_READ'), ('AUDITOR', 'AUDIT_EXPORT');

-- 双因素要求 Who holds such a role has to show a second factor; each unit decides, for built-in roles too.
create table access.second_factor_role (
    unit_id text not null,
    role_code text not null references access.role on delete cascade,
    primary key (unit_id, role_code)
);

-- reach 数据权限: the whole unit, the named campuses, the named points, or the person's own bills.
alter table access.account
    add column office text not null default 'BUSINESS'
        check (office in ('BUSINESS', 'SYSTEM', 'SECURITY', 'AUDIT', 'DEMO')),
    add column department text not null default '' check (length(department) <= 50),
    add column reach text not null default 'UNIT' check (reach in ('UNIT', 'CAMPUS', 'POINT', 'OWN')),
    -- The name under which business systems send this person's settlements; own bills are found by it.
    add column operator_name text not null default '' check (length(operator_name) <= 50),
    add column phone bytea,
    add column valid_from timestamptz,
    -- A one-time password is refused after its first use and after this moment.
    add column one_time_until timestamptz,
    add column last_login_at timestamptz,
    add constraint account_of_office unique (id, office),
    add constraint account_of_unit unique (unit_id, id),
    add constraint own_bills_need_a_name check (reach <> 'OWN' or operator_name <> '');

create index account_by_name on access.account (unit_id, username);

-- Accounts of before that hold an administrator's role keep that one only.
delete from access.account_role r
 using access.role o
 where o.code = r.role_code
   and o.office = 'BUSINESS'
   and exists (select 1 from access.account_role a where a.account_id = r.account_id and a.role_code = 'ADMIN');

update access.account a
   set office = 'SYSTEM'
 where exists (select 1 from access.account_role r where r.account_id = a.id and r.role_code = 'ADMIN');

alter table access.account_role add column office text;
update access.account_role r set office = o.office from access.role o where o.code = r.role_code;
alter table access.account_role
    alter column office set not null,
    add constraint account_in_one_office foreign key (account_id, office) references access.account (id, office),
    add constraint role_in_its_office foreign key (role_code, office) references access.role (code, office);

create table access.account_place (
    unit_id text not null,
    account_id bigint not null,
    kind text not null check (kind in ('CAMPUS', 'POINT')),
    code text not null check (length(code) between 1 and 20),
    primary key (account_id, kind, code),
    foreign key (unit_id, account_id) references access.account (unit_id, id) on update cascade
);

create table access.password_history (
    unit_id text not null,
    account_id bigint not null,
    password_hash text not null,
    at timestamptz not null,
    primary key (account_id, at),
    foreign key (unit_id, account_id) references access.account (unit_id, id) on update cascade
);

-- 安全策略 One row per unit that changed a default.
create table access.policy (
    unit_id text primary key,
    length_min int not null check (length_min between 8 and 64),
    history int not null check (history between 0 and 24),
    expiry_days int not null check (expiry_days between 0 and 365),
    idle_minutes int not null check (idle_minutes between 5 and 240),
    one_session boolean not null,
    version int not null default 1
);

-- 登录日志 Every try to sign in, and for those that succeeded how long and on which device; unit - when the name is unknown.
create table access.sign_in (
    unit_id text not null,
    id uuid primary key,
    account_id bigint references access.account,
    username text not null check (length(username) <= 64),
    display_name text not null,
    method text not null check (method in ('PASSWORD', 'CERTIFICATE', 'OIDC')),
    result text not null,
    address text not null check (length(address) <= 64),
    device text not null check (length(device) <= 40),
    agent text not null check (length(agent) <= 200),
    at timestamptz not null,
    session_id text unique,
    seen_at timestamptz,
    ended_at timestamptz,
    ended_why text,
    constraint only_success_has_a_session check ((session_id is not null) = (result = 'OK')),
    constraint success_has_an_account check (result <> 'OK' or account_id is not null)
);

create index sign_in_by_time on access.sign_in (unit_id, at desc);
create index sign_in_by_account on access.sign_in (account_id, at desc);
create index sign_in_open on access.sign_in (unit_id, seen_at) where session_id is not null and ended_at is null;

-- 导出审批 Who asks can not be who approves.
create table access.export_request (
    unit_id text not null,
    id bigint generated always as identity primary key,
    asked_by bigint not null references access.account,
    asked_name text not null,
    asked_at timestamptz not null,
    reason text not null check (length(reason) between 2 and 200),
    filter jsonb not null,
    filter_text text not null,
    state text not null default 'PENDING' check (state in ('PENDING', 'APPROVED', 'REFUSED')),
    decided_by bigint references access.account,
    decided_name text,
    decided_at timestamptz,
    opinion text check (length(opinion) <= 200),
    downloads int not null default 0,
    constraint somebody_else_decides check (decided_by is null or decided_by <> asked_by),
    constraint decided_by_somebody check ((state = 'PENDING') = (decided_by is null))
);

create index audit_log_by_name on access.audit_log (unit_id, username, seq);

create index export_request_by_time on access.export_request (unit_id, asked_at desc);
