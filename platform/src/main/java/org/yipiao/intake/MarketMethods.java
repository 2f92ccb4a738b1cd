package org.yipiao.intake;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssueRefusal;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.Reversal;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberStock;

/** 接口方法 The methods of the market protocol that this platform offers. */
@Component
class MarketMethods {
    static final String OFFERED = "testServerConnect、invoiceEBillOutpatient、invEBillHospitalized、invEBillRegistration、"
            + "invEBillCheckUp、writeOffEBill、getEBillByBusNo、getEBillStatesByBillInfo、getBillDetail、getEBillPicUrl、"
            + "getEBillNotifyPic、getBillByBusDate、checkTotalData、getValidBillBatchCode";

    private final Issuing issuing;
    private final BillQueries queries;
    private final Settlements settlements;
    private final BillAnswers answers;
    private final BillDetailAnswer details;
    private final DayTotals totals;
    private final NoticePicture pictures;
    private final CodeMapping mapping;
    private final NumberStock stock;
    private final Units units;
    private final InstantSource clock;

    MarketMethods(
            Issuing issuing,
            BillQueries queries,
            Settlements settlements,
            BillAnswers answers,
            BillDetailAnswer details,
            DayTotals totals,
            NoticePicture pictures,
            CodeMapping mapping,
            NumberStock stock,
            Units units,
            InstantSource clock) {
        this.issuing = issuing;
        this.queries = queries;
        this.settlements = settlements;
        this.answers = answers;
        this.details = details;
        this.totals = totals;
        this.pictures = pictures;
        this.mapping = mapping;
        this.stock = stock;
        this.units = units;
        this.clock = clock;
    }

    /** @throws Refusal with the text for the cashier */
    Reply call(String method, Fields in, Caller caller) {
        return switch (method) {
            case "testServerConnect" -> Reply.text("成功");
            case "invoiceEBillOutpatient" -> issue(IssueMethod.OUTPATIENT, in, caller);
            case "invEBillHospitalized" -> issue(IssueMethod.INPATIENT, in, caller);
            case "invEBillRegistration" -> issue(IssueMethod.REGISTRATION, in, caller);
            case "invEBillCheckUp", "invoiceEBillCheckUp" -> issue(IssueMethod.CHECK_UP, in, caller);
            case "writeOffEBill" -> reverse(in, caller);
            case "getEBillByBusNo", "getEBillStatesByBusNo" -> byBusNo(in, caller);
            case "getEBillStatesByBillInfo" -> Reply.fields(answers.states(bill(in, caller)));
            case "getBillDetail" -> Reply.fields(details.of(checked(in, caller), caller.appid()));
            case "getEBillPicUrl" -> Reply.fields(answers.pictureUrl(checked(in, caller)));
            case "getEBillNotifyPic" -> notice(in, caller);
            case "getBillByBusDate" -> Reply.fields(totals.list(in, caller));
            case "checkTotalData" -> Reply.fields(totals.ofDay(in, caller));
            case "getValidBillBatchCode" -> validCodes(in, caller);
            default ->
                throw Refusal.method("接口方法" + (method.length() > 60 ? method.substring(0, 60) + "…" : method)
                        + "未提供；已提供的方法：" + OFFERED);
        };
    }

    private Reply issue(IssueMethod method, Fields in, Caller caller) {
        return switch (issuing.issue(settlements.charge(method, in, caller))) {
            case IssueResult.Accepted(var bill, var first) -> Reply.fields(answers.issued(bill));
            case IssueResult.Refused refused -> throw refusal(refused);
        };
    }

    private Reply reverse(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String code = reader.needed("billBatchCode", "电子票据代码", 50);
        String number = reader.needed("billNo", "电子票据号码", 20);
        String reason = reader.text("reason", "冲红原因", 200);
        String operator = reader.text("operator", "经办人", 60);
        var busAt = reader.time("busDateTime", "业务发生时间");
        String point = point(reader, caller);
        faults.throwIfAny();
        var blue = answers.bill(caller.unit(), code, number);
        var reversal = new Reversal(
                caller.unit(),
                blue.code(),
                blue.number(),
                reason,
                operator,
                point,
                busAt.orElseGet(() -> now(caller)),
                caller.appid());
        return switch (issuing.reverse(reversal)) {
            case IssueResult.Accepted(var red, var first) -> Reply.fields(answers.reversed(red));
            case IssueResult.Refused refused -> {
                if (refused.why() == IssueRefusal.ALREADY_REVERSED && caller.returnExistingRed()) {
                    var red = answers.redOf(answers.bill(caller.unit(), code, number));
                    if (red.isPresent()) {
                        yield Reply.fields(answers.reversed(red.get()));
                    }
                }
                throw refusal(refused);
            }
        };
    }

    private LocalDateTime now(Caller caller) {
        return LocalDateTime.ofInstant(
                clock.instant(), units.current(caller.unit()).zone());
    }

    /** Empty stays empty: the blue bill's own point then gives the number. */
    private String point(FieldReader in, Caller caller) {
        String sent = in.text("placeCode", "开票点编码", 50);
        if (sent.isEmpty()) {
            return "";
        }
        var ours = mapping.ours(caller.unit(), caller.appid(), Kind.PLACE, sent);
        if (ours.isEmpty()) {
            in.fault("placeCode", "开票点编码", sent, "未对照到开票点", "请信息科在第三方对照中维护开票点编码" + sent);
        }
        return ours.orElse("");
    }

    private static Refusal refusal(IssueResult.Refused refused) {
        String label = refused.why().label();
        var errors = refused.errors();
        if (refused.why() == IssueRefusal.CHARGE_INVALID && !errors.isEmpty()) {
            return Refusal.method(Faults.text(errors, errors.size()));
        }
        String text = refused.detail().contains(label) ? refused.detail() : label + "：" + refused.detail();
        var untold = errors.stream()
                .filter(error -> !refused.detail().contains(error.text()))
                .toList();
        return Refusal.method(untold.isEmpty() ? text : text + "；" + Faults.text(untold, untold.size()));
    }

    /** Matched on the number first; the business time only narrows when one number led to several kinds of bill. */
    private Reply byBusNo(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String busNo = reader.needed("busNo", "业务流水号", 50);
        var busAt = reader.time("busDateTime", "业务发生时间");
        faults.throwIfAny();
        var bill = queries.byBusNo(caller.unit(), caller.appid(), busNo).stream()
                .filter(found -> found.reverses().isEmpty())
                .max(Comparator.<IssuedBill, Boolean>comparing(
                                found -> busAt.filter(found.busAt()::equals).isPresent())
                        .thenComparing(IssuedBill::issuedAt));
        return Reply.fields(
                answers.byBusNo(bill.orElseThrow(() -> Refusal.method("业务流水号(busNo)=" + busNo + "没有开具过票据；可以开票"))));
    }

    private IssuedBill bill(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String code = reader.needed("billBatchCode", "电子票据代码", 50);
        String number = reader.needed("billNo", "电子票据号码", 20);
        faults.throwIfAny();
        return answers.bill(caller.unit(), code, number);
    }

    private IssuedBill checked(Fields in, Caller caller) {
        var bill = bill(in, caller);
        if (!bill.checkCode().text().equals(in.text("random"))) {
            throw Refusal.method("电子校验码(random)与票据不符；请核对校验码，区分大小写");
        }
        return bill;
    }

    private Reply notice(Fields in, Caller caller) {
        var bill = bill(in, caller);
        boolean wanted = in.text("isReturnPic").equals("1");
        return Reply.fields(answers.notice(bill, wanted ? pictures.base64(bill) : ""));
    }

    /** 有效票据代码 The codes with numbers left at the point, by kind. */
    private Reply validCodes(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        reader.needed("placeCode", "开票点编码", 50);
        String point = point(reader, caller);
        faults.throwIfAny();
        var codes = new TreeMap<String, TreeSet<String>>();
        stock.stock(caller.unit()).stream()
                .filter(s -> point.equals(s.point()) && s.left() > 0)
                .forEach(s -> codes.computeIfAbsent(s.kind().code(), kind -> new TreeSet<>())
                        .add(s.code().digits()));
        if (codes.isEmpty()) {
            throw Refusal.method("无可用票据：开票点" + point + "没有可用的票号；请财务下发票号");
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put(
                "billCodeList",
                codes.entrySet().stream()
                        .map(e -> Map.of("billCode", e.getKey(), "billBatchCodeList", batchCodes(e.getValue())))
                        .toList());
        return Reply.fields(answer);
    }

    private static List<Map<String, String>> batchCodes(Set<String> codes) {
        return codes.stream().map(code -> Map.of("billBatchCode", code)).toList();
    }
}
