package org.yipiao.intake;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.face.QrCode;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.delivery.BillLinks;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.paper.Conversions;
import org.yipiao.shared.UnitId;

/**
 * 票据应答 The answers about one bill. Old clients read them into maps of texts and die of a null or a missing member, so
 * every member is always there and is plain text.
 */
@Component
class BillAnswers {
    private final Units units;
    private final BillQueries queries;
    private final BillLinks links;
    private final Conversions conversions;

    BillAnswers(Units units, BillQueries queries, BillLinks links, Conversions conversions) {
        this.units = units;
        this.queries = queries;
        this.links = links;
        this.conversions = conversions;
    }

    /** 开具应答 The business date is answered to every version: one client of 3.3 fails without it, earlier ones pass over it. */
    Map<String, Object> issued(IssuedBill bill, Protocol protocol) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("billBatchCode", bill.code().digits());
        answer.put("billNo", bill.number().digits());
        answer.put("random", bill.checkCode().text());
        answer.put("createTime", createTime(bill));
        answer.put("billQRCode", qrCode(bill));
        answer.put("pictureUrl", links.link(bill.id()));
        if (protocol.since(Protocol.V3_1_0)) {
            answer.put("pictureNetUrl", links.publicLink(bill.id()));
        }
        answer.put("billBusDate", bill.busAt().format(HisTime.DIGITS_17));
        answer.put("busNo", bill.busNo());
        return answer;
    }

    /** 冲红应答 */
    Map<String, Object> reversed(IssuedBill red, Protocol protocol) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("eScarletBillBatchCode", red.code().digits());
        answer.put("eScarletBillNo", red.number().digits());
        answer.put("eScarletRandom", red.checkCode().text());
        answer.put("createTime", createTime(red));
        answer.put("billQRCode", qrCode(red));
        answer.put("pictureUrl", links.link(red.id()));
        if (protocol.since(Protocol.V3_1_0)) {
            answer.put("pictureNetUrl", links.publicLink(red.id()));
        }
        answer.put("billBusDate", red.busAt().format(HisTime.DIGITS_17));
        return answer;
    }

    /** 按流水号取开票情况 */
    Map<String, Object> byBusNo(IssuedBill bill, Protocol protocol) {
        var answer = issued(bill, protocol);
        var red = redOf(bill);
        answer.put("isScarlet", red.isPresent() ? "1" : "0");
        answer.put("scarletBillBatchCode", red.map(r -> r.code().digits()).orElse(""));
        answer.put("scarletBillNo", red.map(r -> r.number().digits()).orElse(""));
        answer.put("scarletRandom", red.map(r -> r.checkCode().text()).orElse(""));
        answer.put("scarletBillQRCode", red.map(this::qrCode).orElse(""));
        answer.put("scarletCreateTime", red.map(BillAnswers::createTime).orElse(""));
        answer.put(
                "scarletBillBusDate",
                red.map(r -> r.busAt().format(HisTime.DIGITS_17)).orElse(""));
        answer.put("scarletPictureUrl", red.map(r -> links.link(r.id())).orElse(""));
        if (protocol.since(Protocol.V3_1_0)) {
            answer.put(
                    "scarletPictureNetUrl",
                    red.map(r -> links.publicLink(r.id())).orElse(""));
        }
        return answer;
    }

    /** 取票据状态 A reversed bill is still a normal one that has a red bill; only a burnt number is void. */
    Map<String, Object> states(IssuedBill bill) {
        var red = redOf(bill);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("billName", billName(bill));
        answer.put("billBatchCode", bill.code().digits());
        answer.put("billNo", bill.number().digits());
        answer.put("random", bill.checkCode().text());
        answer.put("ivcDateTime", createTime(bill));
        answer.put("state", bill.state() == BillState.BURNT ? "2" : "1");
        var sheet = conversions.live(bill.unit(), Subject.BILL, bill.id().value());
        answer.put("isPrtPaper", sheet.isPresent() ? "1" : "0");
        answer.put("pBillBatchCode", sheet.map(s -> s.paper().code()).orElse(""));
        answer.put("pBillNo", sheet.map(s -> s.paper().number()).orElse(""));
        answer.put(
                "pCreateTime",
                sheet.map(s -> s.localAt().format(HisTime.DIGITS_17)).orElse(""));
        answer.put(
                "pBillBusDate",
                sheet.map(s -> s.busAt().format(HisTime.DIGITS_17)).orElse(""));
        answer.put("isScarlet", red.isPresent() ? "1" : "0");
        answer.put("scarletBillBatchCode", red.map(r -> r.code().digits()).orElse(""));
        answer.put("scarletBillNo", red.map(r -> r.number().digits()).orElse(""));
        answer.put("scarletRandom", red.map(r -> r.checkCode().text()).orElse(""));
        answer.put("scarletBillQRCode", red.map(this::qrCode).orElse(""));
        answer.put("scarletCreateTime", red.map(BillAnswers::createTime).orElse(""));
        answer.put(
                "scarletBillBusDate",
                red.map(r -> r.busAt().format(HisTime.DIGITS_17)).orElse(""));
        return answer;
    }

    /** H5页面 */
    Map<String, Object> pictureUrl(IssuedBill bill, Protocol protocol) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("pictureUrl", links.link(bill.id()));
        if (protocol.since(Protocol.V3_1_0)) {
            answer.put("pictureNetUrl", links.publicLink(bill.id()));
        }
        return answer;
    }

    /** 告知单 @param picture base64 of a PNG, empty when not asked for */
    Map<String, Object> notice(IssuedBill bill, String picture) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("billBatchCode", bill.code().digits());
        answer.put("billNo", bill.number().digits());
        answer.put("random", bill.checkCode().text());
        answer.put("createTime", createTime(bill));
        answer.put("billQRCode", qrCode(bill));
        answer.put("pictureData", picture);
        return answer;
    }

    /** @throws Refusal when the unit has no such bill */
    IssuedBill bill(UnitId unit, String code, String number) {
        if (code.matches("[0-9]{8}") && number.matches("[0-9]{10}")) {
            var bill = queries.byKey(new BillCode(code), new BillNumber(number))
                    .filter(found -> found.unit().equals(unit));
            if (bill.isPresent()) {
                return bill.get();
            }
        }
        throw Refusal.method("票据不存在：电子票据代码(billBatchCode)=" + shown(code) + "，电子票据号码(billNo)=" + shown(number)
                + "；请核对代码(8位)和号码(10位，保留前导零)");
    }

    /** The bill that a message names by code and number. */
    IssuedBill asked(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String code = reader.needed("billBatchCode", "电子票据代码", 50);
        String number = reader.needed("billNo", "电子票据号码", 20);
        faults.throwIfAny();
        return bill(caller.unit(), code, number);
    }

    /** As {@link #asked}, with the check code, which proves that the caller has the bill before it. */
    IssuedBill checked(Fields in, Caller caller) {
        var bill = asked(in, caller);
        if (!bill.checkCode().text().equals(in.text("random"))) {
            throw Refusal.method("电子校验码(random)与票据不符；请核对校验码，区分大小写");
        }
        return bill;
    }

    /** The same bill as it stands now. */
    IssuedBill again(IssuedBill bill) {
        return queries.byId(bill.unit(), bill.id()).orElse(bill);
    }

    Optional<IssuedBill> redOf(IssuedBill bill) {
        return bill.reversedBy().flatMap(red -> queries.byId(bill.unit(), red));
    }

    String billName(IssuedBill bill) {
        return units.current(bill.unit()).billName(bill.kind());
    }

    static String createTime(IssuedBill bill) {
        return bill.issuedAt().format(HisTime.DIGITS_17);
    }

    String qrCode(IssuedBill bill) {
        return Base64.getEncoder().encodeToString(QrCode.png(qrText(bill, units.current(bill.unit()))));
    }

    /** The same text as on the bill's face, from the key facts alone: an issue answer must not read the bill back. */
    static String qrText(IssuedBill bill, Unit unit) {
        return String.join(
                ",",
                unit.tag(),
                unit.normVersion(),
                bill.code().digits(),
                bill.number().digits(),
                bill.checkCode().text(),
                bill.issuedAt().format(HisTime.DIGITS_17).substring(0, 8),
                bill.total().plain());
    }

    private static String shown(String text) {
        return text.isEmpty() ? "空" : text.length() > 30 ? text.substring(0, 30) + "…" : text;
    }
}
