-- Several hospitals share one installation, each with its own key in its own signature server. What is kept here is in
-- force from the moment it stands here; the row before it stays, so that anybody can see what was in force when.
create table signing.access (
    unit_id    text not null,
    seq        bigint generated always as identity,
    url        text not null check (length(url) between 1 and 200),
    key_index  int not null check (key_index between 0 and 9999),
    -- 私钥访问口令 sealed with the installation's master key; the mark shows that it changed without telling it.
    sealed_pin bytea not null,
    pin_mark   text not null check (length(pin_mark) = 8),
    batch      boolean not null,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (unit_id, seq)
);

create trigger access_is_final before update or delete on signing.access
    for each row execute function signing.refuse_change();
