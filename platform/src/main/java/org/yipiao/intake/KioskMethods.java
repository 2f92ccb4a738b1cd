package org.yipiao.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.issuing.BillFacts;
import org.yipiao.issuing.BillFacts.PersonFilter;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.paper.Conversions;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;

/** 自助机列表 The bills of one card: not yet on paper, on paper, never printed. */
@Component
class KioskMethods implements MarketGroup {
    private final BillFacts facts;
    private final BillQueries queries;
    private final HisRemainder remainder;
    private final PersonKeys keys;
    private final CallerCodes codes;
    private final Conversions conversions;

    KioskMethods(
            BillFacts facts,
            BillQueries queries,
            HisRemainder remainder,
            PersonKeys keys,
            CallerCodes codes,
            Conversions conversions) {
        this.facts = facts;
        this.queries = queries;
        this.remainder = remainder;
        this.keys = keys;
        this.codes = codes;
        this.conversions = conversions;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("getEBillUnPrintList", (in, caller) -> list(in, caller, true, false, null, this::unprinted))
                .add("getEBillPrintList", (in, caller) -> list(in, caller, true, true, null, this::onPaper))
                .add("getNotPrintList", (in, caller) -> list(in, caller, false, null, false, this::neverPrinted))
                .only(
                        Protocol.V3_1_0,
                        "getNotPrintDetailList",
                        (in, caller) -> list(in, caller, false, null, false, this::neverPrinted));
    }

    private interface Line {
        Map<String, Object> of(IssuedBill bill, Bill content, Caller caller);
    }

    /** @param oneCard a card, an identity number or a patient must be named */
    private Reply list(
            Fields in,
            Caller caller,
            boolean oneCard,
            @Nullable Boolean onPaper,
            @Nullable Boolean printed,
            Line line) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var from = reader.neededTime("busBgnDate", "业务起始日期");
        var until = reader.neededTime("busEndDate", "业务截止日期");
        String busType = codes.busType(reader, caller);
        String point = codes.point(reader, caller);
        var asked = CallerCodes.page(reader);
        var looked = keys.lookedFor(reader);
        if (oneCard && looked.everybody()) {
            reader.fault("cardNo", "卡号", "", "不能为空", "请填写卡号、身份证号码或患者唯一ID中的一项");
        }
        if (from.isPresent() && until.isPresent()) {
            if (until.get().isBefore(from.get())) {
                reader.fault("busEndDate", "业务截止日期", in.text("busEndDate"), "早于业务起始日期", "请核对日期");
            } else if (from.get().plusDays(PersonFilter.DAYS_MAX - 1).isBefore(until.get())) {
                reader.fault(
                        "busEndDate",
                        "业务截止日期",
                        in.text("busEndDate"),
                        "跨度最多" + (PersonFilter.DAYS_MAX - 1) + "天",
                        "请缩短查询区间");
            }
        }
        faults.throwIfAny();
        boolean byCard = !looked.cards().isEmpty() || !looked.persons().isEmpty();
        var filter = new PersonFilter(
                looked.cards(),
                looked.persons(),
                byCard ? null : CallerCodes.orNull(looked.patient()),
                from.orElseThrow().withNano(0),
                until.orElseThrow().withNano(0).plusSeconds(1),
                CallerCodes.orNull(busType),
                CallerCodes.orNull(point),
                onPaper,
                printed);
        return Reply.fields(answer(facts.ofPerson(caller.unit(), filter, asked.no(), asked.size()), caller, line));
    }

    private Map<String, Object> answer(Page<IssuedBill> page, Caller caller, Line line) {
        var contents = queries.bills(
                caller.unit(), page.rows().stream().map(IssuedBill::id).toList());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("total", page.total());
        answer.put("pageNo", page.pageNo());
        answer.put(
                "billList",
                page.rows().stream()
                        .map(bill -> line.of(bill, content(contents, bill), caller))
                        .toList());
        return answer;
    }

    private static Bill content(Map<BillId, Bill> contents, IssuedBill bill) {
        var content = contents.get(bill.id());
        if (content == null) {
            throw new IllegalStateException("bill " + bill.id() + " has no content");
        }
        return content;
    }

    private Map<String, Object> unprinted(IssuedBill bill, Bill content, Caller caller) {
        var row = new LinkedHashMap<String, Object>();
        row.put("busDate", bill.busAt().format(HisTime.DIGITS_17));
        row.put("busNo", bill.busNo());
        row.put("billName", content.name());
        row.put("billBatchCode", bill.code().digits());
        row.put("billNo", bill.number().digits());
        row.put("random", bill.checkCode().text());
        row.put("totalAmt", bill.total().yuan());
        row.put("payer", bill.payerName());
        row.put("sex", content.content().medical().gender());
        String person = remainder.open(queries.his(bill.id())).text("idCardNo");
        row.put("idCardNo", person.isEmpty() ? content.content().payer().code() : person);
        row.put("ivcDateTime", BillAnswers.createTime(bill));
        row.put("remark", content.content().remark());
        return row;
    }

    private Map<String, Object> neverPrinted(IssuedBill bill, Bill content, Caller caller) {
        var row = unprinted(bill, content, caller);
        row.put("listFlag", content.content().auxItems().isEmpty() ? "0" : "1");
        return row;
    }

    private Map<String, Object> onPaper(IssuedBill bill, Bill content, Caller caller) {
        var row = new LinkedHashMap<String, Object>();
        row.put("busDate", bill.busAt().format(HisTime.DIGITS_17));
        row.put("placeCode", codes.hisPoint(caller, bill.point()));
        row.put("billName", content.name());
        row.put("billBatchCode", bill.code().digits());
        row.put("billNo", bill.number().digits());
        var sheet = conversions.live(bill.unit(), Subject.BILL, bill.id().value());
        row.put("relatedBillBatchCode", sheet.map(s -> s.paper().code()).orElse(""));
        row.put("relatedBillNo", sheet.map(s -> s.paper().number()).orElse(""));
        row.put("ivcDateTime", BillAnswers.createTime(bill));
        return row;
    }
}
