-- 入账 on the console: finance makes sheets and registers them, and records what payers' organisations have booked.
insert into access.duty (permission, office) values ('BOOKING_MANAGE', 'BUSINESS') on conflict do nothing;
insert into access.role_permission (role_code, permission)
values ('FINANCE', 'BOOKING_READ'), ('FINANCE', 'BOOKING_MANAGE')
on conflict do nothing;

create index sheet_by_day on booking.sheet (unit_id, created_at desc);
