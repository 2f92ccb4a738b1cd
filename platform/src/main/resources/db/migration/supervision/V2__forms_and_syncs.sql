-- What the hospital asks of the bureau on paper forms is asked here: kept, followed, and brought home after approval. And
-- of every synchronisation that changed something it is kept what it changed.
create table supervision.form (
    unit_id      text not null,
    id           bigint generated always as identity,
    form_no      text not null unique,
    kind         text not null,
    state        text not null check (state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED', 'SYNCED', 'WITHDRAWN')),
    fields       jsonb not null,
    created_by   text not null,
    created_at   timestamptz not null,
    submitted_at timestamptz,
    sent_at      timestamptz,
    opinion      text not null default '',
    reviewer     text not null default '',
    decided_at   timestamptz,
    synced_at    timestamptz,
    primary key (unit_id, id),
    constraint submitted_says_when check (state in ('DRAFT', 'WITHDRAWN') or submitted_at is not null),
    constraint decided_says_when check ((state in ('APPROVED', 'SYNCED')) <= (decided_at is not null))
);

create table supervision.form_step (
    unit_id text not null,
    form_id bigint not null,
    seq     bigint generated always as identity,
    at      timestamptz not null,
    done_by text not null,
    what    text not null,
    primary key (unit_id, form_id, seq),
    foreign key (unit_id, form_id) references supervision.form
);

create table supervision.sync_state (
    unit_id        text primary key,
    tried_at       timestamptz not null,
    succeeded_at   timestamptz,
    failure        text not null,
    our_digest     text not null,
    bureau_digest  text not null
);

create table supervision.sync_change (
    unit_id text not null,
    seq     bigint generated always as identity,
    at      timestamptz not null,
    asked_by text not null,
    added   text[] not null,
    removed text[] not null,
    primary key (unit_id, seq)
);
