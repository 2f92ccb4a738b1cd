-- Notices go on to phones, mail boxes and WeChat, as each person wants them; what became of every one of them can be seen.
alter table notices.subscription
    add column by_mail boolean not null default false,
    add column by_wechat boolean not null default false;

alter table notices.forwarding
    add column id bigint generated always as identity,
    add column way text not null default 'SMS' check (way in ('SMS', 'MAIL', 'WECHAT')),
    add column queued_at timestamptz,
    add column done_at timestamptz;

update notices.forwarding f
   set queued_at = n.at,
       done_at = case when f.state = 'WAITING' then null else f.next_try end
  from notices.notice n
 where n.id = f.notice_id;

alter table notices.forwarding
    alter column way drop default,
    alter column queued_at set not null,
    drop constraint forwarding_pkey,
    add primary key (notice_id, account_id, way),
    add constraint forwarding_by_id unique (id),
    add constraint done_says_when check ((state = 'WAITING') = (done_at is null));

drop index notices.forwarding_due;
create index forwarding_due on notices.forwarding (way, next_try) where state = 'WAITING';
-- The list of a unit, newest first, and the inspection of what was given up.
create index forwarding_of_unit on notices.forwarding (unit_id, id desc);
