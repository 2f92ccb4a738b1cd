-- What a new integration asked under an idempotency key, and what it was answered: sent again it gets the same answer.
create table intake.open_request (
  unit_id text not null,
  caller text not null,
  idempotency_key text not null,
  request_sm3 text not null,
  sealed_answer bytea not null,
  at timestamptz not null,
  primary key (unit_id, caller, idempotency_key)
);
