-- 开票政策 What a unit decides for itself about issuing. Without a row the careful answers hold: differences are refused,
-- nothing of zero is issued, bills in arrears wait, and no reversal needs a second person.
create table masterdata.issuing_policy (
  unit_id           text primary key,
  rounding          text not null check (rounding in ('REFUSE', 'LARGEST', 'OWN_ITEM')),
  rounding_max_fen  bigint not null check (rounding_max_fen between 1 and 100),
  rounding_item     text not null,
  channels          text not null check (channels in ('ACCEPT', 'REFUSE')),
  zero              text not null check (zero in ('REFUSE', 'ISSUE', 'ISSUE_UNDELIVERED')),
  arrears           text not null check (arrears in ('HOLD', 'DELIVER')),
  approval_from_fen bigint check (approval_from_fen > 0),
  reasons           text[] not null check (cardinality(reasons) between 1 and 20),
  constraint own_item_has_a_code check ((rounding = 'OWN_ITEM') = (rounding_item <> ''))
);
