-- 文件中心 Everybody may open it; this role is made after the others got the permission.
insert into access.role_permission (role_code, permission) values ('INFO', 'FILES_READ') on conflict do nothing;
