-- A usage report or review that the bureau answers with an error, or not at all: the cause is kept, asking again has a growing
-- pause and an end, and then a person sends it again or takes it back. Before, it was asked for every ten seconds for ever and
-- the cause stood in the log alone.
alter table supervision.usage_report
  add column attempts    int not null default 0 check (attempts >= 0),
  -- null: at once
  add column next_ask_at timestamptz,
  -- A call ended without a clear answer, or the bureau said that it has it: it may be in the bureau's books.
  add column maybe_taken boolean not null default false,
  add column trouble     text not null default '',
  add column trouble_code text not null default '',
  add column fault       text not null default '',
  add column trouble_at  timestamptz,
  drop constraint usage_report_state_check,
  add constraint usage_report_state check (state in ('SUBMITTED', 'REVIEWING', 'STUCK', 'WITHDRAWN', 'ACCEPTED', 'REFUSED')),
  add constraint stuck_has_cause check (state <> 'STUCK' or trouble <> '');
alter table supervision.review
  add column attempts    int not null default 0 check (attempts >= 0),
  add column next_ask_at timestamptz,
  add column maybe_taken boolean not null default false,
  add column trouble     text not null default '',
  add column trouble_code text not null default '',
  add column fault       text not null default '',
  add column trouble_at  timestamptz,
  drop constraint review_state_check,
  add constraint review_state check (state in ('SUBMITTED', 'REVIEWING', 'STUCK', 'WITHDRAWN', 'REVIEWED')),
  add constraint stuck_has_cause check (state <> 'STUCK' or trouble <> '');

-- What was taken back is declared anew; what waits for a person still stands in the way of the next one.
drop index supervision.usage_chain;
create unique index usage_chain on supervision.usage_report (unit_id, after_id)
  where state not in ('REFUSED', 'WITHDRAWN') and cut_id > after_id;
drop index supervision.usage_open;
create unique index usage_open on supervision.usage_report (unit_id) where state in ('SUBMITTED', 'REVIEWING', 'STUCK');
drop index supervision.review_open;
create unique index review_open on supervision.review (unit_id) where state in ('SUBMITTED', 'REVIEWING', 'STUCK');

create or replace function supervision.guard_usage() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a usage report is never deleted';
  end if;
  if old.state in ('ACCEPTED', 'REFUSED', 'WITHDRAWN') then
    raise exception 'usage report % is answered and read-only', old.report_no;
  end if;
  if new.state = 'WITHDRAWN' and old.state <> 'STUCK' then
    raise exception 'usage report % is still being asked for', old.report_no;
  end if;
  if new.content <> old.content or new.after_id <> old.after_id or new.cut_id <> old.cut_id then
    raise exception 'usage report % keeps what it declared', old.report_no;
  end if;
  return new;
end $$;

create function supervision.guard_review() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a review is never deleted';
  end if;
  if old.state in ('REVIEWED', 'WITHDRAWN') then
    raise exception 'review % is answered and read-only', old.review_no;
  end if;
  if new.state = 'WITHDRAWN' and old.state <> 'STUCK' then
    raise exception 'review % is still being asked for', old.review_no;
  end if;
  if new.content <> old.content or new.year <> old.year then
    raise exception 'review % keeps what it declared', old.review_no;
  end if;
  return new;
end $$;
create trigger review_guarded before update or delete on supervision.review
  for each row execute function supervision.guard_review();

create table supervision.review_step (
  id        bigint generated always as identity primary key,
  unit_id   text not null,
  review_no text not null,
  at        timestamptz not null,
  act       text not null,
  by_whom   text not null,
  note      text not null,
  foreign key (unit_id, review_no) references supervision.review
);
create index review_step_by_review on supervision.review_step (unit_id, review_no, id);
create trigger review_step_kept before update or delete on supervision.review_step
  for each row execute function supervision.refuse_change();
