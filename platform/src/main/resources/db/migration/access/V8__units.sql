-- One installation may serve several hospitals: its system administrators open and stop units, and every unit's own see
-- how far theirs is.
insert into access.role_permission (role_code, permission) values ('ADMIN', 'UNITS_READ'), ('ADMIN', 'UNITS_MANAGE')
on conflict do nothing;
