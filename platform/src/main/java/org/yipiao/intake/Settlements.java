package org.yipiao.intake;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.settlement.Decimals;
import org.yipiao.bill.settlement.SettledPatient;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Contact;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy.Arrears;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.masterdata.PayChannels;
import org.yipiao.masterdata.Protocol;

/** 结算 Reads an issuing request of the caller's version of the market protocol (2.0.3 to 3.3) into a charge, or says all its faults. */
@Component
class Settlements {
    private static final Map<String, String> OTHER_KINDS = Map.of("09", "往来票", "10", "捐赠票", "11", "非税通用票");
    private static final Pattern NATIONAL_BUS_TYPE = Pattern.compile("0[1-9]|1[0-2]");
    /** Up to 3.1. */
    private static final Pattern EARLY_BUS_TYPE = Pattern.compile("0[1-8]");

    private final ChargeLines lines;
    private final CodeMapping mapping;
    private final IssuingPoints points;
    private final PayChannels channels;
    private final HisRemainder remainder;
    private final Rounding rounding;
    private final IssuingPolicies policies;

    Settlements(
            ChargeLines lines,
            CodeMapping mapping,
            IssuingPoints points,
            PayChannels channels,
            HisRemainder remainder,
            Rounding rounding,
            IssuingPolicies policies) {
        this.lines = lines;
        this.mapping = mapping;
        this.points = points;
        this.channels = channels;
        this.remainder = remainder;
        this.rounding = rounding;
        this.policies = policies;
    }

    /** @throws Refusal naming every fault */
    Charge charge(IssueMethod method, Fields fields, Caller caller) {
        var faults = new Faults();
        var in = new FieldReader(fields, "", faults);
        String busNo = in.needed("busNo", "业务流水号", 50);
        String busType = busType(in, method, caller);
        var busAt = in.neededTime("busDateTime", "业务发生时间").orElse(LocalDateTime.MIN);
        String point = point(in, method.kind(), caller);
        var total = total(in, caller);
        var charged = lines.read(in, method.kind(), caller, busAt.toLocalDate());
        var settled = rounding.settle(in, caller.unit(), method.kind(), total, charged);
        var content = content(in, method, busNo, total, settled, caller);
        boolean circulates =
                delivered(caller) || !in.text("isArrears", "是否可流通", 10).equals("0");
        String arrearsReason = in.text("arrearsReason", "不可流通原因", 200);
        var contact = contact(in);
        String his = remainder.of(in, method, caller.protocol(), settled.difference());
        faults.throwIfAny();
        return new Charge(
                caller.unit(),
                caller.appid(),
                busNo,
                busType,
                point,
                busAt,
                content,
                circulates,
                circulates ? "" : arrearsReason,
                contact,
                his);
    }

    /** 欠费标志 The business system's own setting goes before the unit's policy. */
    private boolean delivered(Caller caller) {
        return switch (caller.arrears()) {
            case UNIT_POLICY -> policies.of(caller.unit()).arrears() == Arrears.DELIVER;
            case HOLD -> false;
            case DELIVER -> true;
        };
    }

    /** A code of the business system's own that nobody mapped falls back to the method, which says as much. */
    private String busType(FieldReader in, IssueMethod method, Caller caller) {
        String sent = in.needed("busType", "业务标识", 20);
        if (method == IssueMethod.COMMON && OTHER_KINDS.containsKey(sent)) {
            in.fault(
                    "busType",
                    "业务标识",
                    sent,
                    "本单位没有" + OTHER_KINDS.get(sent) + "的票据种类，只能开具医疗门诊和住院票据",
                    "请向财政申领该种类票据，或改用医疗业务标识");
        }
        return mapping.ours(caller.unit(), caller.appid(), Kind.BUS_TYPE, sent)
                .orElse(national(caller.protocol()).matcher(sent).matches() ? sent : method.busType());
    }

    private static Pattern national(Protocol protocol) {
        return protocol.since(Protocol.V3_2_0) ? NATIONAL_BUS_TYPE : EARLY_BUS_TYPE;
    }

    private String point(FieldReader in, BillKind kind, Caller caller) {
        String sent = in.needed("placeCode", "开票点编码", 50);
        if (sent.isEmpty()) {
            return "";
        }
        var ours = mapping.ours(caller.unit(), caller.appid(), Kind.PLACE, sent);
        if (ours.isEmpty()) {
            in.fault("placeCode", "开票点编码", sent, "未对照到开票点", "请信息科在第三方对照中维护开票点编码" + sent);
            return "";
        }
        var point = points.find(caller.unit(), ours.get());
        if (point.isEmpty()) {
            in.fault("placeCode", "开票点编码", sent, "对照的开票点" + ours.get() + "不存在", "请信息科核对第三方对照");
        } else if (!point.get().kinds().contains(kind)) {
            in.fault(
                    "placeCode",
                    "开票点编码",
                    sent,
                    "开票点" + ours.get() + point.get().name() + "不能开具" + kind.medicalType() + "票据",
                    "请换开票点，或请信息科调整该开票点的票据种类");
        }
        return ours.get();
    }

    private BillContent content(
            FieldReader in, IssueMethod method, String busNo, Money total, Rounding.Settled settled, Caller caller) {
        String author = in.text("author", "票据编制人", 100);
        String payee = in.text("payee", "收费员", 50);
        if (author.isEmpty() && payee.isEmpty()) {
            in.needed("payee", "收费员", 50);
        }
        return new BillContent(
                method.kind(),
                total,
                SettledPatient.payer(in, payerType(in, method, caller.protocol())),
                payMode(in, caller),
                busNo,
                in.text("remark", "备注", 200),
                payee.isEmpty() ? author : payee,
                checker(in, method, caller.protocol()),
                medical(in, method, caller.protocol()),
                settled.items(),
                settled.auxItems());
    }

    private Money total(FieldReader in, Caller caller) {
        if (in.needed("totalAmt", "开票总金额", 40).isEmpty()) {
            return Money.ZERO;
        }
        var total = in.exactMoney("totalAmt", "开票总金额");
        String sent = in.fields().text("totalAmt");
        if (total.isNegative()) {
            in.fault("totalAmt", "开票总金额", sent, "金额不能为负", "退费请调用冲红接口writeOffEBill");
        } else if (policies.of(caller.unit()).zero() == Zero.REFUSE
                && Decimals.read(sent).filter(n -> n.signum() == 0).isPresent()) {
            in.fault("totalAmt", "开票总金额", sent, "金额必须大于零", "本单位不开具零金额票据；需要时由信息科修改开票政策");
        }
        return total;
    }

    /** 复核人 From 3.2 on all but an outpatient's bill must name one; earlier systems send one or not. */
    private static String checker(FieldReader in, IssueMethod method, Protocol protocol) {
        boolean must = method != IssueMethod.OUTPATIENT && protocol.binds(Protocol.V3_2_0, Protocol.NEWEST);
        return must ? in.needed("checker", "票据复核人", 100) : in.text("checker", "票据复核人", 100);
    }

    /** 交款人类型 Up to 2.0.3 only an inpatient's bill says it, in any words; from 3.1 on it is 1 or 2 and must be there. */
    private static String payerType(FieldReader in, IssueMethod method, Protocol protocol) {
        boolean early = protocol.binds(Protocol.V2_0_3, Protocol.V2_0_3);
        if (early && method != IssueMethod.INPATIENT) {
            return "1";
        }
        String sent = in.text("payerType", "交款人类型", 60);
        if (protocol.binds(Protocol.V3_1_0, Protocol.NEWEST) && !sent.equals("1") && !sent.equals("2")) {
            in.fault("payerType", "交款人类型", sent, "只能是1或2", "1个人、2单位");
        }
        return sent.equals("2") ? "2" : "1";
    }

    /** 交款方式 of the bill norm, from the channel that carries most; empty when none of the norm's four fits. */
    private String payMode(FieldReader in, Caller caller) {
        var most = BigDecimal.ZERO;
        String mode = "";
        for (var row : in.rows("payChannelDetail")) {
            String sent = row.text("payChannelCode", "交费渠道编码", 50);
            String ours = mapping.ours(caller.unit(), caller.appid(), Kind.PAY_CHANNEL, sent)
                    .orElse(sent);
            if (channels.find(caller.unit(), ours).filter(one -> !one.enabled()).isPresent()) {
                row.fault("payChannelCode", "交费渠道编码", sent, "交费渠道" + ours + "已停用", "请换一种支付方式，或请信息科启用该渠道");
            }
            var amount = row.fine("payChannelValue", "交费渠道金额");
            if (amount.compareTo(most) > 0) {
                most = amount;
                mode = SettledPatient.payMode(ours);
            }
        }
        return mode;
    }

    /** Versions up to 3.1 split cash, cheque and transfer. */
    private static Medical medical(FieldReader in, IssueMethod method, Protocol protocol) {
        return SettledPatient.medical(
                in, method == IssueMethod.INPATIENT, department(in, method, protocol), protocol.upTo(Protocol.V3_1_0));
    }

    /**
     * 科别 An inpatient's is where the patient was discharged from, else admitted to. Up to 3.1 an outpatient's clinic is
     * {@code category}, and a registration's {@code patientCategory} is its code; from 3.2 on {@code patientCategory} is the
     * name. Clients mix the names, so the other one is read where the right one is empty.
     */
    private static String department(FieldReader in, IssueMethod method, Protocol protocol) {
        boolean inpatient = method == IssueMethod.INPATIENT;
        String leaving = inpatient ? in.text("leaveCategory", "出院科室名称", 100) : "";
        String category = in.text("category", inpatient ? "入院科室名称" : "就诊科室", 100);
        boolean clinicSaid = !inpatient && method != IssueMethod.COMMON;
        if (clinicSaid && method != IssueMethod.CHECK_UP && protocol.binds(Protocol.V3_3_0, Protocol.NEWEST)) {
            in.needed("patientCategory", "就诊科室", 100);
            in.needed("patientCategoryCode", "就诊科室编码", 60);
        }
        if (method == IssueMethod.REGISTRATION && protocol.binds(Protocol.V2_0_3, Protocol.V3_1_0)) {
            return category;
        }
        String clinic = in.text("patientCategory", "就诊科室", 100);
        if (clinicSaid && protocol.binds(Protocol.V3_2_0, Protocol.NEWEST)) {
            return clinic.isEmpty() ? category : clinic;
        }
        return !leaving.isEmpty() ? leaving : !category.isEmpty() ? category : clinic;
    }

    private static Contact contact(FieldReader in) {
        return new Contact(
                in.text("tel", "患者手机号码", 20),
                in.text("email", "患者邮箱地址", 100),
                in.text("openID", "微信用户ID", 60),
                in.text("alipayCode", "患者支付宝账户", 100),
                in.text("weChatOrderNo", "微信支付订单号", 100));
    }
}
