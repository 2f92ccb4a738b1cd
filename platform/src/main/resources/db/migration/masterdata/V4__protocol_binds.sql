-- 协议版本 From now on a chosen version decides how a message is read and answered. Until now nothing depended on it, so the
-- accounts of running systems keep taking every version until somebody chooses one: no upgrade may refuse a hospital's calls.
update masterdata.caller set protocol = 'any' where protocol <> 'open-v1';
alter table masterdata.caller
  alter column protocol set default 'any',
  add constraint caller_protocol check (protocol in ('2.0.3', '3.1.0', '3.2.0', '3.3.0', 'any', 'open-v1')),
  -- 欠费标志 Some programs send 不可流通 with every bill.
  add column arrears text not null default 'UNIT_POLICY' check (arrears in ('UNIT_POLICY', 'HOLD', 'DELIVER'));
