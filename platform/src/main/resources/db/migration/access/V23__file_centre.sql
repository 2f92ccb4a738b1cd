-- 文件中心 Everybody may open it: what it shows is what the person may see at each file's own page.
insert into access.role_permission (role_code, permission)
select code, 'FILES_READ'
  from access.role
on conflict do nothing;
