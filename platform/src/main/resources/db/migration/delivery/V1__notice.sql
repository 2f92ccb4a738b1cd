-- Who was told about a bill, by which channel and with what result; and how often a bill was checked by the public.
-- Targets stand here masked: the full address stays sealed with the bill's contact.
create schema if not exists delivery;

create table delivery.notice (
    unit_id text not null,
    seq     bigint generated always as identity,
    bill_id bigint not null,
    channel text not null check (channel in ('WECHAT', 'SMS', 'NONE')),
    target  text not null,
    at      timestamptz not null,
    result  text not null check (result in ('SENT', 'FAILED', 'LINK_ONLY')),
    detail  text not null,
    msg_id  text not null,
    primary key (unit_id, seq)
);
create index notice_by_bill on delivery.notice (unit_id, bill_id);
-- A channel tells a payer once, whatever is retried.
create unique index notice_once on delivery.notice (unit_id, bill_id, channel) where result in ('SENT', 'LINK_ONLY');
-- The count of a day's notices on the home page.
create index notice_by_time on delivery.notice (unit_id, at);

create table delivery.bill_check (
    unit_id text not null,
    bill_id bigint not null,
    checks  bigint not null,
    last_at timestamptz not null,
    primary key (unit_id, bill_id)
);
