-- receiveListDetail 清单项目数据接收 of version 2.0.3: the list of a settlement, sent before it. Kept as long as raw messages, so that
-- the settlement sent again reads the same list.
create table intake.list_detail (
  unit_id  text not null,
  appid    text not null,
  bus_no   text not null check (length(bus_no) between 1 and 50),
  -- The rows as they came, as compact JSON.
  content  text not null,
  rows     int not null check (rows between 1 and 5000),
  at       timestamptz not null,
  primary key (unit_id, appid, bus_no)
);
create index list_detail_by_age on intake.list_detail (at);
