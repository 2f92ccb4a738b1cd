-- 委托审批 Who is away lets another person of the same office decide in the meantime, for some days, and may take it back. The
-- permission is lent, not given: it goes when the lender's own goes, when the days are over or when it is ended.
create table access.delegation (
    unit_id text not null,
    id bigint generated always as identity primary key,
    from_account bigint not null,
    to_account bigint not null,
    permission text not null check (permission in ('REVERSAL_APPROVE', 'EXPORT_APPROVE')),
    valid_from timestamptz not null,
    valid_until timestamptz not null,
    reason text not null check (length(reason) between 2 and 200),
    made_at timestamptz not null,
    ended_at timestamptz,
    constraint not_to_oneself check (from_account <> to_account),
    constraint some_days check (valid_until > valid_from and valid_until <= valid_from + interval '31 days'),
    foreign key (unit_id, from_account) references access.account (unit_id, id) on update cascade,
    foreign key (unit_id, to_account) references access.account (unit_id, id) on update cascade
);

create index delegation_to on access.delegation (to_account) where ended_at is null;
create index delegation_from on access.delegation (from_account);

-- In force as far as the lender and the two offices go; the days are asked with the clock of the platform.
create view access.lent as
select d.unit_id, d.from_account, d.to_account, d.permission, d.valid_from, d.valid_until
  from access.delegation d
  join access.account lender on lender.id = d.from_account
  join access.account taker on taker.id = d.to_account
 where d.ended_at is null
   and lender.status = 'ACTIVE'
   and lender.office = taker.office
   and exists (select 1
                 from access.account_role r
                 join access.role_permission p on p.role_code = r.role_code
                where r.account_id = d.from_account
                  and p.permission = d.permission);
