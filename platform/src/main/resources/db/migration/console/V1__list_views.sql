-- 列表设置 What one person likes to see of a list: columns put away, rows per page, filters kept under a name. Nothing of the
-- business stands here; without a row everything is shown.
create schema if not exists console;

create table console.list_view (
  unit_id    text not null,
  account_id bigint not null,
  list       text not null check (list ~ '^[a-z][a-z0-9-]{1,29}$'),
  -- 隐藏的列 by their headings; a heading that no longer exists hides nothing.
  hidden     text[] not null check (cardinality(hidden) <= 30),
  page_size  int not null check (page_size between 10 and 200),
  primary key (account_id, list)
);

-- 常用筛选 The part of the page's address that is the filter.
create table console.saved_filter (
  unit_id    text not null,
  account_id bigint not null,
  list       text not null check (list ~ '^[a-z][a-z0-9-]{1,29}$'),
  name       text not null check (length(name) between 1 and 20),
  query      text not null check (length(query) <= 1000),
  primary key (account_id, list, name)
);
