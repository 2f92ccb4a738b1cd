-- The bytes a signature covers must never change: a block is frozen before the signature server is asked, so that every
-- retry signs the same bytes, and each signature is kept once. Nothing here is ever updated or deleted.
create schema if not exists signing;

create function signing.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of %.% are never changed or deleted', tg_table_schema, tg_table_name;
end
$$;

create table signing.frozen_block (
    unit_id   text not null,
    bill_id   bigint not null,
    charset   text not null,
    block     bytea not null,
    frozen_at timestamptz not null,
    primary key (unit_id, bill_id)
);

create table signing.unit_signature (
    unit_id   text not null,
    bill_id   bigint not null,
    element   bytea not null,
    signed_at timestamptz not null,
    primary key (unit_id, bill_id),
    foreign key (unit_id, bill_id) references signing.frozen_block
);

create table signing.supervisory_signature (
    unit_id text not null,
    bill_id bigint not null,
    element bytea not null,
    kept_at timestamptz not null,
    primary key (unit_id, bill_id),
    foreign key (unit_id, bill_id) references signing.unit_signature
);

-- Every seal the unit ever had, because a bill keeps naming the seal it was signed under. The current one is the last.
create table signing.unit_seal (
    unit_id text not null,
    seq     bigint generated always as identity,
    hash    text not null,
    seal    bytea not null,
    kept_at timestamptz not null,
    primary key (unit_id, seq)
);

create trigger frozen_block_is_final before update or delete on signing.frozen_block
    for each row execute function signing.refuse_change();
create trigger unit_signature_is_final before update or delete on signing.unit_signature
    for each row execute function signing.refuse_change();
create trigger supervisory_signature_is_final before update or delete on signing.supervisory_signature
    for each row execute function signing.refuse_change();
create trigger unit_seal_is_final before update or delete on signing.unit_seal
    for each row execute function signing.refuse_change();
