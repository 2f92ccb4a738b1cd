-- What is true beside a bill, which itself never changes: on paper, printed, booked by the payer. The flags stand in the
-- state row, because a reversal locks exactly that row: a bill can not go on paper and be reversed in the same moment.
alter table issuing.bill_state
  add column on_paper boolean not null default false,
  add column printed  boolean not null default false,
  add column booked   boolean not null default false;

-- 流通反馈 A bill that might not circulate does so from here on. Written once per bill.
create table issuing.circulation (
  unit_id     text not null,
  bill_id     bigint not null,
  released_at timestamptz not null,
  feedback_on date not null,
  by_caller   text not null,
  primary key (unit_id, bill_id)
);

create trigger circulation_kept before update or delete on issuing.circulation
  for each row execute function issuing.refuse_change();

-- Kiosks ask for the bills of one card within a span of days. The keys are digests; the day stands first, so that new bills
-- all write to the same few pages of the index.
create index bill_by_card on issuing.bill (unit_id, (bus_at::date), (his ->> 'cardKey'))
  where his ->> 'cardKey' is not null;
create index bill_by_person on issuing.bill (unit_id, (bus_at::date), (his ->> 'personKey'))
  where his ->> 'personKey' is not null;
