-- 家庭成员 How many family members a payer may keep bills for on his own device; the bills kept are never sent here, so this
-- number is all there is. A unit without a row has the default.
create table delivery.payer_page (
  unit_id    text primary key,
  family_max smallint not null check (family_max between 0 and 20),
  changed_at timestamptz not null,
  changed_by text not null
);
