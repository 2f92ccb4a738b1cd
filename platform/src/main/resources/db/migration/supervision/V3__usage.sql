-- 核销 and 审验: what the unit tells the bureau about the numbers it used, and the bureau's yearly verdict. A report covers the
-- ledger's journal from where the last one ended, so every number is declared once and none is left out.
create table supervision.usage_report (
  unit_id      text not null,
  report_no    text not null check (length(report_no) between 1 and 40),
  until        date not null,
  after_id     bigint not null,
  cut_id       bigint not null check (cut_id >= after_id),
  state        text not null check (state in ('SUBMITTED', 'REVIEWING', 'ACCEPTED', 'REFUSED')),
  -- The declared lines as sent, never written anew.
  content      text not null,
  numbers      bigint not null,
  bills        bigint not null,
  total_fen    bigint not null,
  answer       text not null default '',
  by_whom      text not null,
  created_at   timestamptz not null,
  answered_at  timestamptz,
  primary key (unit_id, report_no)
);
-- One chain: what follows begins where the last accepted one ended, and only one waits for an answer.
create unique index usage_chain on supervision.usage_report (unit_id, after_id) where state <> 'REFUSED' and cut_id > after_id;
create unique index usage_open on supervision.usage_report (unit_id) where state in ('SUBMITTED', 'REVIEWING');

create table supervision.usage_step (
  id        bigint generated always as identity primary key,
  unit_id   text not null,
  report_no text not null,
  at        timestamptz not null,
  act       text not null,
  by_whom   text not null,
  note      text not null,
  foreign key (unit_id, report_no) references supervision.usage_report
);
create index usage_step_by_report on supervision.usage_step (unit_id, report_no, id);

create function supervision.guard_usage() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a usage report is never deleted';
  end if;
  if old.state in ('ACCEPTED', 'REFUSED') then
    raise exception 'usage report % is answered and read-only', old.report_no;
  end if;
  if new.content <> old.content or new.after_id <> old.after_id or new.cut_id <> old.cut_id then
    raise exception 'usage report % keeps what it declared', old.report_no;
  end if;
  return new;
end $$;
create trigger usage_guarded before update or delete on supervision.usage_report
  for each row execute function supervision.guard_usage();

create function supervision.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what happened is never changed or deleted';
end $$;
create trigger usage_step_kept before update or delete on supervision.usage_step
  for each row execute function supervision.refuse_change();

-- 审验 The yearly review: package sent, result, and when the next one is due.
create table supervision.review (
  unit_id     text not null,
  review_no   text not null check (length(review_no) between 1 and 40),
  year        int not null check (year between 2000 and 2099),
  state       text not null check (state in ('SUBMITTED', 'REVIEWING', 'REVIEWED')),
  content     text not null,
  -- 1 良好, 2 合格, 3 问题, 4 整改通过
  result      int check (result between 1 and 4),
  opinion     text not null default '',
  next_date   date,
  by_whom     text not null,
  created_at  timestamptz not null,
  answered_at timestamptz,
  primary key (unit_id, review_no),
  constraint reviewed_has_result check ((state = 'REVIEWED') = (result is not null))
);
create unique index review_open on supervision.review (unit_id) where state in ('SUBMITTED', 'REVIEWING');
