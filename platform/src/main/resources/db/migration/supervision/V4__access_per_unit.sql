-- Several hospitals share one installation, each known to its bureau under its own code and key. What is kept here is in
-- force from the moment it stands here; the row before it stays, so that anybody can see what was in force when.
create table supervision.access (
    unit_id    text not null,
    seq        bigint generated always as identity,
    url        text not null check (length(url) between 1 and 200),
    -- 接口密钥 sealed with the installation's master key; the mark shows that it changed without telling it.
    sealed_key bytea not null,
    key_mark   text not null check (length(key_mark) = 8),
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (unit_id, seq)
);

create function supervision.refuse_access_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of supervision.access are never changed or deleted';
end
$$;

create trigger access_is_final before update or delete on supervision.access
    for each row execute function supervision.refuse_access_change();
