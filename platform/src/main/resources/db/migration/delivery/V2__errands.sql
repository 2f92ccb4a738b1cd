-- 通知任务 Messages to named receivers, beside the one that the road sends. They may go to several phones, so only what the
-- road itself sends is held to once per channel.
alter table delivery.notice
  add column errand_id bigint,
  drop constraint notice_channel_check,
  add constraint notice_channel_check check (channel in ('WECHAT', 'SMS', 'MAIL', 'NONE'));

drop index delivery.notice_once;
create unique index notice_once on delivery.notice (unit_id, bill_id, channel)
  where result in ('SENT', 'LINK_ONLY') and errand_id is null;
create unique index notice_of_errand on delivery.notice (unit_id, errand_id) where errand_id is not null and result = 'SENT';

create table delivery.errand (
  unit_id       text not null,
  errand_id     bigint generated always as identity,
  bill_id       bigint not null,
  kind          text not null check (kind in ('SMS', 'MAIL', 'WECHAT', 'RELEASE')),
  -- Keyed digest of the target: tells the same receiver without showing who it is.
  target_key    bytea not null,
  sealed_target bytea,
  by_whom       text not null,
  asked_at      timestamptz not null,
  state         text not null default 'WAITING' check (state in ('WAITING', 'DONE', 'FAILED')),
  attempts      integer not null default 0,
  next_at       timestamptz not null,
  done_at       timestamptz,
  detail        text not null default '',
  primary key (unit_id, errand_id),
  constraint waiting_has_its_target check ((state = 'WAITING') = (sealed_target is not null)),
  constraint done_says_when check ((state = 'WAITING') = (done_at is null))
);

create unique index errand_once on delivery.errand (unit_id, bill_id, kind, target_key) where state = 'WAITING';
create index errand_due on delivery.errand (next_at) where state = 'WAITING';
