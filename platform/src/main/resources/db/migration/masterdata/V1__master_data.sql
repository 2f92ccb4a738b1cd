-- What the hospital, its windows, its charge items and its business systems are called, and how their codes translate.
-- Small and read on every issue, so each instance keeps all of it in memory and looks at one version row for changes.
create schema if not exists masterdata;

-- One row; every writer adds one, which also serialises writers.
create table masterdata.change (
  only_row boolean primary key default true check (only_row),
  version bigint not null
);

insert into masterdata.change (version) values (1);

-- Append-only: a bill keeps the version it was numbered under.
create table masterdata.unit (
  unit_id text not null,
  version integer not null check (version > 0),
  party_code text not null,
  party_name text not null,
  payee_name text not null,
  payee_account text not null,
  payee_bank text not null,
  supervisor_area text not null,
  tag text not null,
  norm_version text not null,
  province text not null,
  unit_seal_id text not null,
  unit_seal_name text not null,
  unit_seal_hash text not null,
  supervisory_seal_id text not null,
  supervisory_seal_name text not null,
  supervisory_seal_hash text not null,
  charset text not null,
  zone text not null,
  created_at timestamptz not null default now(),
  primary key (unit_id, version)
);

create table masterdata.issuing_point (
  unit_id text not null,
  code text not null,
  name text not null,
  kinds text[] not null,
  stopped boolean not null,
  primary key (unit_id, code)
);

create table masterdata.charge_item (
  unit_id text not null,
  code text not null,
  name text not null,
  kinds text[] not null,
  face_order integer not null,
  enabled boolean not null,
  primary key (unit_id, code)
);

create table masterdata.code_mapping (
  unit_id text not null,
  caller text not null,
  kind text not null,
  his_code text not null,
  our_code text not null,
  primary key (unit_id, caller, kind, his_code)
);

-- appid is unique over all units: it arrives before anything says which unit is meant.
create table masterdata.caller (
  unit_id text not null,
  appid text not null unique,
  name text not null,
  sealed_key bytea not null,
  loose_sign boolean not null,
  return_existing_red boolean not null,
  enabled boolean not null,
  primary key (unit_id, appid)
);
