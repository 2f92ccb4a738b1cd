-- Random texts of signed requests of the open API that were seen, so that a request caught on its way is taken once, by
-- whichever instance it reaches. Kept for some minutes, as long as its time stamp lets it pass.
create table intake.nonce (
  unit_id text not null,
  caller text not null,
  nonce text not null,
  at timestamptz not null,
  primary key (unit_id, caller, nonce)
);
-- The old ones are deleted by age.
create index nonce_at on intake.nonce (at);
