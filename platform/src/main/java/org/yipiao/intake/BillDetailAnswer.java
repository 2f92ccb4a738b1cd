package org.yipiao.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Item;
import org.yipiao.bill.settlement.Decimals;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.Protocol;

/** 电子票据明细 The whole bill in the words of the market protocol, with the codes the business system had sent. */
@Component
class BillDetailAnswer {
    private final BillQueries queries;
    private final HisRemainder remainder;
    private final CodeMapping mapping;

    BillDetailAnswer(BillQueries queries, HisRemainder remainder, CodeMapping mapping) {
        this.queries = queries;
        this.remainder = remainder;
        this.mapping = mapping;
    }

    Map<String, Object> of(IssuedBill bill, Caller caller) {
        var content = queries.bill(bill.id()).content();
        var his = remainder.open(queries.his(bill.id()));
        var medical = content.medical();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("busNo", bill.busNo());
        answer.put("busType", or(his.text("busType"), bill.busType()));
        answer.put("payer", content.payer().name());
        answer.put("busDateTime", bill.busAt().format(HisTime.DIGITS_17));
        answer.put(
                "placeCode",
                or(his.text("placeCode"), mapping.his(bill.unit(), caller.appid(), Kind.PLACE, bill.point())));
        answer.put("payee", or(his.text("payee"), content.handlingPerson()));
        answer.put("author", or(his.text("author"), content.handlingPerson()));
        answer.put("totalAmt", content.total().yuan());
        answer.put("remark", content.remark());
        answer.put("cardType", his.text("cardType"));
        answer.put("cardNo", his.text("cardNo"));
        answer.put("sex", medical.gender());
        answer.put("age", medical.age());
        answer.put("idCardNo", or(his.text("idCardNo"), content.payer().code()));
        answer.put("patientNo", medical.patientNumber());
        answer.put("patientId", his.text("patientId"));
        answer.put("caseNumber", medical.caseNumber());
        answer.put("hospitalNo", medical.hospitalizationNumber());
        answer.put("category", medical.department());
        answer.put("inHospitalDate", dashed(medical.inHospitalDate()));
        answer.put("outHospitalDate", dashed(medical.outHospitalDate()));
        answer.put("cashPay", medical.prepay().yuan());
        answer.put("cashRecharge", medical.recharge().yuan());
        answer.put("cashRefund", medical.refund().yuan());
        answer.put("medicalInstitution", medical.orgType());
        answer.put("medicalCareType", medical.insuranceType());
        answer.put("medicalInsuranceID", medical.insuranceId());
        answer.put("fundPay", medical.fundPay().yuan());
        answer.put("otherfundPay", medical.otherPay().yuan());
        answer.put("accountPay", medical.accountPay().yuan());
        answer.put("selfConceitedAmt", decimal(his.text("selfConceitedAmt")));
        answer.put("selfPayAmt", medical.selfPayment().yuan());
        answer.put("selfCashPay", medical.ownPay().yuan());
        answer.put("ownPay", medical.selfCost().yuan());
        answer.put(
                "otherParameter",
                medical.extras().stream()
                        .map(extra -> Map.of("infoName", extra.name(), "infoValue", extra.value()))
                        .toList());
        answer.put("otherSpecialParameter", List.of());
        answer.put("chargeDetail", charges(bill, content, his));
        answer.put("listDetail", list(content, his, caller.protocol()));
        answer.put("payChannelDetail", channels(his));
        return answer;
    }

    /** As sent, when the sent lines are known; a red bill's lines are always its own, negated. */
    private static List<Map<String, Object>> charges(IssuedBill bill, BillContent content, Fields his) {
        var sent = his.list("chargeDetail");
        if (sent.isEmpty() || bill.reverses().isPresent()) {
            return content.items().stream().map(BillDetailAnswer::charge).toList();
        }
        return sent.stream().map(BillDetailAnswer::charge).toList();
    }

    private static Map<String, Object> charge(Fields row) {
        var line = new LinkedHashMap<String, Object>();
        line.put("chargeCode", row.text("chargeCode"));
        line.put("chargeName", row.text("chargeName"));
        line.put("unit", row.text("unit"));
        line.put("std", decimal(row.text("std")));
        line.put("number", decimal(row.text("number")));
        line.put("amt", decimal(row.text("amt")));
        line.put("selfAmt", decimal(row.text("selfAmt")));
        line.put("remark", row.text("remark"));
        return line;
    }

    private static Map<String, Object> charge(Item item) {
        var line = new LinkedHashMap<String, Object>();
        line.put("chargeCode", item.code());
        line.put("chargeName", item.name());
        line.put("unit", item.unit());
        line.put("std", item.price());
        line.put("number", item.quantity());
        line.put("amt", item.amount().yuan());
        line.put("selfAmt", BigDecimal.ZERO);
        line.put("remark", item.remark());
        return line;
    }

    /** 清单 Up to 3.1 with six decimals, from 3.2 on with four, the quantity with two. */
    private static List<Map<String, Object>> list(BillContent content, Fields his, Protocol protocol) {
        boolean six = protocol.upTo(Protocol.V3_1_0);
        var selfAmounts = his.texts(HisRemainder.LIST_SELF);
        var types = his.texts(HisRemainder.LIST_TYPE);
        var lines = new ArrayList<Map<String, Object>>();
        for (AuxItem aux : content.auxItems()) {
            int row = lines.size();
            var line = new LinkedHashMap<String, Object>();
            line.put("chrgtype", row < types.size() ? types.get(row) : "");
            line.put("code", aux.code());
            line.put("name", aux.name());
            line.put("unit", aux.unit());
            line.put("std", six ? aux.price() : rounded(aux.price(), 4));
            line.put("number", six ? aux.quantity() : rounded(aux.quantity(), 2));
            line.put("amt", six ? aux.amount() : rounded(aux.amount(), 4));
            var selfAmount = decimal(row < selfAmounts.size() ? selfAmounts.get(row) : "");
            line.put("selfAmt", six ? selfAmount : rounded(selfAmount, 4));
            line.put("remark", aux.remark());
            lines.add(line);
        }
        return lines;
    }

    private static List<Map<String, Object>> channels(Fields his) {
        return his.list("payChannelDetail").stream()
                .<Map<String, Object>>map(row -> {
                    var line = new LinkedHashMap<String, Object>();
                    line.put("payChannelCode", row.text("payChannelCode"));
                    line.put("payChannelValue", decimal(row.text("payChannelValue")));
                    return line;
                })
                .toList();
    }

    private static BigDecimal decimal(String text) {
        return Decimals.read(text).map(Decimals::fine).orElse(BigDecimal.ZERO);
    }

    private static BigDecimal rounded(BigDecimal number, int decimals) {
        return Decimals.fine(number.setScale(decimals, RoundingMode.HALF_UP));
    }

    private static String dashed(String day) {
        return HisTime.time(day).map(time -> time.format(HisTime.DASHED)).orElse("");
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
