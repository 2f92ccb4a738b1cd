-- What people who work here have to know: stock running low, certificates near their end, a sign-in from a new device.
-- Each person has a receipt per notice, so that who read what is a fact, and the number of unread ones is one index look-up.
create schema notices;

create table notices.notice (
    unit_id text not null,
    id bigint generated always as identity primary key,
    kind text not null,
    title text not null check (length(title) between 1 and 100),
    body text not null check (length(body) <= 1000),
    -- Page of the console that helps, such as /numbers; empty for none.
    link text not null check (length(link) <= 200),
    told_by text not null,
    at timestamptz not null,
    -- The matter: told once while it lasts; empty for notices that stand for themselves.
    matter text not null check (length(matter) <= 100),
    closed_at timestamptz,
    unique (unit_id, id)
);

create unique index notice_of_matter on notices.notice (unit_id, matter) where matter <> '' and closed_at is null;

create index notice_by_time on notices.notice (unit_id, at desc);

create table notices.receipt (
    unit_id text not null,
    notice_id bigint not null,
    account_id bigint not null,
    read_at timestamptz,
    primary key (account_id, notice_id),
    foreign key (unit_id, notice_id) references notices.notice (unit_id, id)
);

create index receipt_unread on notices.receipt (account_id) where read_at is null;

create index receipt_of_notice on notices.receipt (notice_id);

create function notices.guard_receipt() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.read_at is not null then
        raise exception 'a receipt is written once';
    end if;
    return new;
end $$;

create trigger receipt_is_written_once
    before update or delete on notices.receipt
    for each row execute function notices.guard_receipt();

-- 订阅 One row per kind that a person changed; without one everything is shown and nothing is forwarded.
create table notices.subscription (
    unit_id text not null,
    account_id bigint not null,
    kind text not null,
    shown boolean not null,
    by_sms boolean not null,
    primary key (account_id, kind)
);

-- 转发 Notices on their way to a phone.
create table notices.forwarding (
    unit_id text not null,
    notice_id bigint not null,
    account_id bigint not null,
    state text not null default 'WAITING' check (state in ('WAITING', 'SENT', 'FAILED')),
    attempts int not null default 0,
    next_try timestamptz not null,
    detail text not null default '',
    primary key (notice_id, account_id),
    foreign key (unit_id, notice_id) references notices.notice (unit_id, id)
);

create index forwarding_due on notices.forwarding (next_try) where state = 'WAITING';

-- 个人设置
create table notices.setting (
    unit_id text not null,
    account_id bigint primary key,
    theme text not null check (theme in ('AUTO', 'LIGHT', 'DARK')),
    density text not null check (density in ('COMFORTABLE', 'COMPACT')),
    default_point text not null check (length(default_point) <= 20),
    printer text not null check (length(printer) <= 100)
);
