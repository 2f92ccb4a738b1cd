-- What the finance bureau told us and what we told it. Its configuration is kept by version, because a bill stays
-- verifiable by the roots and seals of its own time; every message is noted, so that a dispute can be settled from facts.
create schema if not exists supervision;

create table supervision.config (
    unit_id                 text not null,
    seq                     bigint generated always as identity,
    digest                  text not null,
    supervisory_seal        bytea not null,
    supervisory_certificate bytea not null,
    roots                   bytea[] not null,
    kinds                   jsonb not null,
    kept_at                 timestamptz not null,
    primary key (unit_id, seq)
);

-- Bodies are kept of failures only, sealed with the installation's key: they carry personal data.
create table supervision.message (
    id          bigint generated always as identity primary key,
    unit_id     text not null,
    direction   text not null check (direction in ('OUT', 'IN')),
    peer        text not null,
    path        text not null,
    sent_sm3    text not null,
    sent_size   integer not null,
    answer_sm3  text,
    answer_size integer,
    at          timestamptz not null,
    took_ms     bigint not null,
    outcome     text not null,
    sent_body   bytea,
    answer_body bytea
);
-- The message log is read by day and pruned by age.
create index message_by_time on supervision.message (unit_id, at);

-- One comparison of a day's totals with the bureau's; the last one per day and kind counts.
create table supervision.totals_check (
    unit_id      text not null,
    day          date not null,
    kind         text not null,
    checked_at   timestamptz not null,
    our_count_before bigint not null,
    our_count    bigint not null,
    our_fen      bigint not null,
    bureau_count bigint not null,
    bureau_fen   bigint not null,
    in_transit   bigint not null,
    primary key (unit_id, day, kind)
);
