-- 消息通道 Who keeps the interfaces keeps the accounts by which people are told, too.
insert into access.role_permission (role_code, permission)
values ('INFO', 'CHANNELS_READ'), ('INFO', 'CHANNELS_MANAGE')
on conflict do nothing;
