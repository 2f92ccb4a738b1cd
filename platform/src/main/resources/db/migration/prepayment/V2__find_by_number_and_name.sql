-- 全局查找 Vouchers by number without the year's code, and by name; both columns are in collation C, so that a beginning is a range.
create index voucher_by_number on prepayment.voucher (unit_id, number);
create index voucher_by_payer on prepayment.voucher (unit_id, payer);
