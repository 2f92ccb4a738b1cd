package org.yipiao.intake;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.booking.Bookings;
import org.yipiao.issuing.BillFacts;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;

/** 入账方法 Sheets for the accounts, their registration, and whether a payer has booked a bill. */
@Component
class BookingMethods implements MarketGroup {
    private static final int DAYS_MAX = 400;

    private final Bookings bookings;
    private final BillFacts facts;
    private final BillAnswers answers;
    private final CallerCodes codes;

    BookingMethods(Bookings bookings, BillFacts facts, BillAnswers answers, CallerCodes codes) {
        this.bookings = bookings;
        this.facts = facts;
        this.answers = answers;
        this.codes = codes;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("generateAccount", this::generate)
                .add("getEBillAcList", this::list)
                .add("downEBillAccount", this::download)
                .add("registerEBillAcc", this::register)
                .add("cancelEBillAcc", this::withdraw)
                .since(Protocol.V3_1_0, "getEBillAccountStatus", this::status);
    }

    private Reply generate(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var from = reader.neededTime("busDateBgnTime", "业务起始时间");
        var until = reader.neededTime("busDateEndTime", "业务截止时间");
        String point = codes.point(reader, caller);
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            reader.fault("busDateEndTime", "业务截止时间", in.text("busDateEndTime"), "早于业务起始时间", "请核对时间");
        }
        faults.throwIfAny();
        var sheet = bookings.summarise(
                caller.unit(),
                from.orElseThrow().withNano(0),
                until.orElseThrow().withNano(0).plusSeconds(1),
                point,
                caller.name());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("acNo", sheet.no());
        answer.put("pdfData", pdf(sheet));
        return Reply.fields(answer);
    }

    private String pdf(Bookings.Sheet sheet) {
        return Base64.getEncoder().encodeToString(bookings.pdf(sheet));
    }

    private Reply list(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var first = reader.neededTime("beginDate", "起始日期").map(LocalDateTime::toLocalDate);
        var last = reader.neededTime("endDate", "截止日期").map(LocalDateTime::toLocalDate);
        String no = reader.text("acNo", "汇总单号", 50);
        String booked = reader.text("isAccount", "是否记账", 2);
        String type = reader.text("acType", "汇总单类型", 2);
        if (!booked.isEmpty() && !booked.matches("[01]")) {
            reader.fault("isAccount", "是否记账", booked, "只能是0、1或空", "0未记账、1已记账");
        }
        if (!type.isEmpty() && !type.matches("[12]")) {
            reader.fault("acType", "汇总单类型", type, "只能是1、2或空", "1收入、2支出");
        }
        if (first.isPresent() && last.isPresent()) {
            if (last.get().isBefore(first.get())) {
                reader.fault("endDate", "截止日期", in.text("endDate"), "早于起始日期", "请核对日期");
            } else if (first.get().plusDays(DAYS_MAX).isBefore(last.get())) {
                reader.fault("endDate", "截止日期", in.text("endDate"), "跨度最多" + DAYS_MAX + "天", "请缩短查询区间");
            }
        }
        faults.throwIfAny();
        var rows = bookings
                .sheets(
                        caller.unit(),
                        first.orElseThrow(),
                        last.orElseThrow(),
                        CallerCodes.orNull(no),
                        booked.isEmpty() ? null : Boolean.valueOf(booked.equals("1")),
                        CallerCodes.orNull(type))
                .stream()
                .map(BookingMethods::row)
                .toList();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("count", rows.size());
        answer.put("acNoList", rows);
        return Reply.fields(answer);
    }

    private static Map<String, Object> row(Bookings.Sheet sheet) {
        var row = new LinkedHashMap<String, Object>();
        row.put("acNo", sheet.no());
        row.put("acType", sheet.type());
        row.put("createDate", sheet.createdAt().format(HisTime.DASHED));
        row.put("accounter", sheet.createdBy());
        row.put("totalAmt", sheet.total().yuan());
        row.put("isAccount", sheet.registration().isPresent() ? "1" : "0");
        row.put(
                "accVoucherNo",
                sheet.registration().map(Bookings.Registration::voucherNo).orElse(""));
        row.put("date", sheet.registration().map(entry -> entry.on().toString()).orElse(""));
        return row;
    }

    private Reply download(Fields in, Caller caller) {
        var faults = new Faults();
        String no = new FieldReader(in, "", faults).needed("acNo", "汇总单号", 50);
        faults.throwIfAny();
        return Reply.fields(Map.of("pdfData", pdf(bookings.sheet(caller.unit(), no))));
    }

    private interface Entry {
        void make(String no, String voucher, LocalDate on, org.yipiao.bill.Money total);
    }

    private Reply register(Fields in, Caller caller) {
        return entry(
                in,
                (no, voucher, on, total) -> bookings.register(caller.unit(), no, voucher, on, total, caller.name()));
    }

    private Reply withdraw(Fields in, Caller caller) {
        return entry(
                in,
                (no, voucher, on, total) -> bookings.withdraw(caller.unit(), no, voucher, on, total, caller.name()));
    }

    private static Reply entry(Fields in, Entry entry) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String no = reader.needed("eBillAccNo", "汇总单号", 50);
        String voucher = reader.needed("accVoucherNo", "入账凭证号", 50);
        var on = reader.neededTime("date", "入账日期").map(LocalDateTime::toLocalDate);
        reader.needed("totalAmt", "入账金额", 40);
        var total = reader.exactMoney("totalAmt", "入账金额");
        faults.throwIfAny();
        entry.make(no, voucher, on.orElseThrow(), total);
        return Reply.text("成功");
    }

    /** 入账状态 Whether the payer's organisation has booked the bill: then it can not be reversed. */
    private Reply status(Fields in, Caller caller) {
        var bill = answers.checked(in, caller);
        var known = facts.of(caller.unit(), java.util.List.of(bill.id())).get(bill.id());
        return Reply.fields(Map.of("state", known != null && known.booked() ? "1" : "0"));
    }
}
