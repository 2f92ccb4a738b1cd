-- Every movement of stock is a document: who asked, who decided, which numbers, when. The journal names the document; the
-- document's steps are kept for ever. The draw certificate says what the unit may ask the bureau for.

alter table numbering.range
  drop constraint range_account,
  drop constraint point_named,
  -- OUTGOING: offered back to the bureau and not accepted yet; nobody may use them meanwhile.
  add constraint range_account check (account in
    ('UNIT', 'POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'VOIDED', 'BURNT', 'OUTGOING', 'RETURNED', 'DESTROYED')),
  add constraint point_named check (
    case when account in ('POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'BURNT') then point is not null
         when account in ('UNIT', 'OUTGOING', 'RETURNED', 'DESTROYED') then point is null
         else true end);

alter table numbering.movement
  drop constraint movement_way,
  add constraint movement_way check (to_account = any (case from_account
    when 'BUREAU' then array['UNIT']
    when 'UNIT' then array['POINT', 'VOIDED', 'OUTGOING', 'DESTROYED']
    when 'POINT' then array['UNIT', 'POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'VOIDED']
    when 'CASHIER' then array['POINT', 'CASHIER', 'RESERVED', 'ISSUED', 'VOIDED']
    when 'RESERVED' then array['POINT', 'CASHIER', 'ISSUED', 'VOIDED']
    when 'OUTGOING' then array['UNIT', 'RETURNED']
    when 'ISSUED' then array['VOIDED', 'BURNT', 'DESTROYED']
    when 'VOIDED' then array['DESTROYED']
    when 'RETURNED' then array['UNIT']
    else array[]::text[] end));

create table numbering.document (
  unit_id        text not null,
  document_no    text not null check (length(document_no) between 1 and 40),
  type           text not null check (type in ('REQUEST', 'RECEIPT', 'DISTRIBUTION', 'RETURN', 'BUREAU_RETURN',
                                               'RECOVERY', 'CARRY_OVER', 'DESTRUCTION', 'VOIDING')),
  state          text not null check (state in ('DRAFT', 'SUBMITTED', 'REVIEWING', 'ALLOTTED', 'FIRST_APPROVED',
                                                'DONE', 'REFUSED', 'CANCELLED')),
  -- Empty for documents over several codes (recovery, carry-over).
  code           text not null,
  paper          boolean not null,
  count          bigint not null check (count between 0 and 10000000),
  from_point     text,
  from_cashier   text,
  to_point       text,
  to_cashier     text,
  -- The draw certificate, the receiver, the year: what the type asks for.
  certificate_no text not null default '',
  year           int,
  reason         text not null default '' check (length(reason) <= 200),
  answer         text not null default '',
  by_whom        text not null,
  by_account     text not null,
  created_at     timestamptz not null,
  state_at       timestamptz not null,
  primary key (unit_id, document_no)
);
create index document_by_time on numbering.document (unit_id, created_at desc);
-- One open request per code: a second click asks for the first one's answer.
create unique index request_open_once on numbering.document (unit_id, code)
  where type = 'REQUEST' and state in ('SUBMITTED', 'REVIEWING');
-- A year is carried over once.
create unique index carried_over_once on numbering.document (unit_id, year) where type = 'CARRY_OVER' and state = 'DONE';

-- The numbers of a document, in the order of its journal entries.
create table numbering.document_line (
  unit_id      text not null,
  document_no  text not null,
  line_no      int not null,
  code         text not null,
  first_no     bigint not null,
  last_no      bigint not null check (last_no >= first_no),
  from_point   text,
  from_cashier text,
  primary key (unit_id, document_no, line_no),
  foreign key (unit_id, document_no) references numbering.document
);

-- 流转记录 What happened to a document, for ever.
create table numbering.document_step (
  id          bigint generated always as identity primary key,
  unit_id     text not null,
  document_no text not null,
  at          timestamptz not null,
  act         text not null,
  state       text not null,
  by_whom     text not null,
  by_account  text not null,
  note        text not null,
  foreign key (unit_id, document_no) references numbering.document
);
create index step_by_document on numbering.document_step (unit_id, document_no, id);
create trigger step_kept before update or delete on numbering.document_step
  for each row execute function numbering.refuse_change();

-- Documents are counted by type and day.
create table numbering.document_counter (
  unit_id text not null,
  series  text not null,
  last_no int not null,
  primary key (unit_id, series)
);

-- 销毁审批 One approval per person; the applicant is none of them.
create table numbering.approval (
  unit_id     text not null,
  document_no text not null,
  by_account  text not null,
  by_whom     text not null,
  at          timestamptz not null,
  primary key (unit_id, document_no, by_account),
  foreign key (unit_id, document_no) references numbering.document
);

create function numbering.guard_document() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a document is never deleted';
  end if;
  if old.state in ('DONE', 'REFUSED', 'CANCELLED') then
    raise exception 'document % is closed', old.document_no;
  end if;
  if new.type <> old.type or new.code <> old.code or new.by_account <> old.by_account or new.created_at <> old.created_at then
    raise exception 'document % keeps what it was made for', old.document_no;
  end if;
  if new.type = 'DESTRUCTION' and new.state = 'DONE' and (
       select count(*)
         from numbering.approval a
        where a.unit_id = new.unit_id
          and a.document_no = new.document_no
          and a.by_account <> new.by_account) < 2 then
    raise exception 'destruction % needs two approvals by others than the applicant', old.document_no;
  end if;
  return new;
end $$;

create trigger document_guarded before update or delete on numbering.document
  for each row execute function numbering.guard_document();

-- Requests of before become documents; the bureau still knows them by their numbers.
insert into numbering.document (unit_id, document_no, type, state, code, paper, count, reason, answer, by_whom, by_account,
                                created_at, state_at)
select unit_id, request_no, 'REQUEST',
       case state when 'ASKED' then 'SUBMITTED' when 'PENDING' then 'REVIEWING' when 'ALLOTTED' then 'DONE' else 'REFUSED' end,
       bill_code, false, count, '', left(reason, 500), by_whom, '', asked_at, asked_at
  from numbering.request;
insert into numbering.document_line (unit_id, document_no, line_no, code, first_no, last_no)
select m.unit_id, m.document, row_number() over (partition by m.unit_id, m.document order by m.id), m.bill_code,
       m.first_no, m.last_no
  from numbering.movement m
  join numbering.request r on r.unit_id = m.unit_id and r.request_no = m.document
 where m.from_account = 'BUREAU';
drop table numbering.request;

-- 领用证 The unit's right to draw. Versions: a change makes a new row, the newest of a number counts.
create table numbering.draw_certificate (
  unit_id        text not null,
  certificate_no text not null check (length(certificate_no) between 1 and 40),
  version        int not null,
  region         text not null,
  valid_from     date not null,
  valid_until    date not null check (valid_until >= valid_from),
  stopped        boolean not null,
  -- [{"code": bill code without its year, or paper code, "perDraw": n, "perYear": n}]; 0 is no limit.
  kinds          jsonb not null,
  kept_by        text not null,
  kept_at        timestamptz not null,
  primary key (unit_id, certificate_no, version)
);
create trigger certificate_kept before update or delete on numbering.draw_certificate
  for each row execute function numbering.refuse_change();
