-- Paper, prepayment and issuing by hand: cashiers do it, finance does it too and sees everything.
insert into access.role_permission (role_code, permission) values
    ('FINANCE', 'PAPER_READ'), ('FINANCE', 'PAPER_CONVERT'), ('FINANCE', 'PREPAY_READ'), ('FINANCE', 'PREPAY_MANAGE'),
    ('FINANCE', 'BILL_ISSUE'),
    ('CASHIER', 'PAPER_READ'), ('CASHIER', 'PAPER_CONVERT'), ('CASHIER', 'PREPAY_READ'), ('CASHIER', 'PREPAY_MANAGE'),
    ('CASHIER', 'BILL_ISSUE')
on conflict do nothing;
