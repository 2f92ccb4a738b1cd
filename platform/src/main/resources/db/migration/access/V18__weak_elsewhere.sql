-- 外部弱口令检测 What the last look at the operating system's users, the database's users and third-party components of each
-- host found. Names and advice only: no password is ever written down, weak or not.
create table access.weak_elsewhere (
    unit_id text not null,
    host text not null check (length(host) between 1 and 100),
    place text not null check (place in ('OPERATING_SYSTEM', 'DATABASE', 'COMPONENTS')),
    checked_at timestamptz not null,
    -- Not everything could be looked at; the note says why.
    complete boolean not null,
    looked int not null check (looked >= 0),
    note text not null check (length(note) <= 500),
    -- [{"who": …, "what": …, "advice": …}]
    found jsonb not null check (jsonb_typeof(found) = 'array'),
    primary key (unit_id, host, place)
);
