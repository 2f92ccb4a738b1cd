package org.yipiao.intake;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.bill.face.QrCode;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;
import org.yipiao.numbering.PaperNumber;
import org.yipiao.paper.Conversion;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.paper.Conversions;
import org.yipiao.prepayment.Prepayments;
import org.yipiao.prepayment.Voucher;

/**
 * 预交金方法 Vouchers, refunds, settlements undone. Up to 3.1 a voucher was answered with the fields of an e-bill as well;
 * they name the voucher.
 */
@Component
class PrepaymentMethods implements MarketGroup {
    private final Prepayments prepayments;
    private final Conversions conversions;
    private final HisRemainder remainder;
    private final Reversals reversals;
    private final BillAnswers answers;
    private final CallerCodes codes;

    PrepaymentMethods(
            Prepayments prepayments,
            Conversions conversions,
            HisRemainder remainder,
            Reversals reversals,
            BillAnswers answers,
            CallerCodes codes) {
        this.prepayments = prepayments;
        this.conversions = conversions;
        this.remainder = remainder;
        this.reversals = reversals;
        this.answers = answers;
        this.codes = codes;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("invoicePayMentVoucher", this::deposit)
                .add("writeOffPayMentVoucher", this::refund)
                .add("cancelPayMentVoucherBalance", this::cancel)
                .add("invalidPayMentVoucherPaper", this::voidPaper);
    }

    private Reply deposit(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String busNo = reader.needed("busNo", "预交金业务流水号", 50);
        reader.needed("busType", "业务标识", 20);
        String busType = codes.busType(reader, caller);
        String payer = reader.needed("payer", "患者姓名", 100);
        var busAt = reader.neededTime("busDateTime", "业务发生时间");
        String point = codes.neededPoint(reader, caller);
        String payee = reader.text("payee", "收款人", 50);
        String author = reader.text("author", "编制人", 100);
        if (payee.isEmpty() && author.isEmpty()) {
            reader.needed("payee", "收款人", 50);
        }
        reader.needed("amt", "预缴金金额", 40);
        var amount = positive(reader, "amt", "预缴金金额");
        reader.exactMoney("ownAcBalance", "预缴金账户余额");
        String hospitalNo = reader.needed("hospitalNo", "患者住院号", 20);
        String visitNo = reader.text("visitNo", "住院就诊编号", 20);
        String department = reader.text("category", "入院科室名称", 200);
        reader.date("inHospitalDate", "入院日期");
        String remark = reader.text("remark", "备注", 600);
        var channels = Money.ZERO;
        for (var row : reader.rows("payChannelDetail")) {
            channels = channels.plus(row.money("payChannelValue", "交费渠道金额"));
        }
        String details = remainder.ofVoucher(reader, caller.protocol());
        faults.throwIfAny();
        return Reply.fields(voucher(
                prepayments.deposit(new Prepayments.Deposit(
                        caller.unit(),
                        caller.appid(),
                        busNo,
                        busType,
                        point,
                        busAt.orElseThrow(),
                        amount,
                        payer,
                        hospitalNo,
                        visitNo.isEmpty() ? hospitalNo : visitNo,
                        department,
                        payee.isEmpty() ? author : payee,
                        remark,
                        details)),
                caller));
    }

    private static Money positive(FieldReader reader, String name, String label) {
        var amount = reader.exactMoney(name, label);
        if (!reader.fields().text(name).isEmpty() && (amount.isZero() || amount.isNegative())) {
            reader.fault(name, label, reader.fields().text(name), "金额必须大于零", "请核对金额");
        }
        return amount;
    }

    private Map<String, Object> voucher(Voucher voucher, Caller caller) {
        String link = prepayments.link(voucher);
        String picture = Base64.getEncoder().encodeToString(QrCode.png(link));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("voucherBatchCode", voucher.code());
        answer.put("voucherNo", voucher.number());
        answer.put("voucherRandom", voucher.checkCode());
        answer.put("createTime", voucher.issuedAt().format(HisTime.DIGITS_17));
        answer.put("billQRCode", picture);
        answer.put("pictureUrl", link);
        if (caller.protocol().since(Protocol.V3_1_0)) {
            answer.put("pictureNetUrl", "");
        }
        if (caller.protocol().upTo(Protocol.V3_1_0)) {
            answer.put("billBatchCode", voucher.code());
            answer.put("billNo", voucher.number());
            answer.put("random", voucher.checkCode());
        }
        answer.put("billBusDate", voucher.busAt().format(HisTime.DIGITS_17));
        return answer;
    }

    /** One client leaves the e-bill's number away, another sends the voucher's there: the voucher's own fields count. */
    private Reply refund(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String code = either(reader, "voucherBatchCode", "预交金凭证代码", "billBatchCode", 50);
        String number = either(reader, "voucherNo", "预交金凭证号码", "billNo", 20);
        reader.needed("amt", "预缴金退款金额", 40);
        var amount = positive(reader, "amt", "预缴金退款金额");
        reader.exactMoney("ownAcBalance", "预缴金账户余额");
        String busType = codes.busType(reader, caller);
        String point = codes.point(reader, caller);
        var busAt = reader.neededTime("busDateTime", "业务发生时间");
        String operator = reader.text("operator", "经办人", 60);
        String reason = reader.text("reason", "冲红原因", 200);
        String remark = reader.text("remark", "备注", 600);
        faults.throwIfAny();
        var deposit = prepayments
                .find(caller.unit(), code, number)
                .orElseThrow(() -> Refusal.method(
                        "预交金凭证(voucherBatchCode)=" + code + "，(voucherNo)=" + number + "：不存在；请核对凭证代码和号码"));
        conversions.live(caller.unit(), Subject.VOUCHER, deposit.id()).ifPresent(sheet -> {
            throw Refusal.method("预交金凭证" + code + " " + number + "已换开纸质票据" + sheet.paper()
                    + "，不能直接退款；请收回纸质票据并调用invalidPayMentVoucherPaper");
        });
        return Reply.fields(voucher(
                prepayments.refund(new Prepayments.Refund(
                        caller.unit(),
                        caller.appid(),
                        code,
                        number,
                        amount,
                        busType.isEmpty() ? deposit.busType() : busType,
                        point.isEmpty() ? deposit.point() : point,
                        busAt.orElseThrow(),
                        operator,
                        reason,
                        remark,
                        "")),
                caller));
    }

    private static String either(FieldReader reader, String name, String label, String other, int max) {
        return reader.fields().text(name).isEmpty()
                        && !reader.fields().text(other).isEmpty()
                ? reader.text(other, label, max)
                : reader.needed(name, label, max);
    }

    /** 撤销预交金结算 The inpatient bill is reversed, its vouchers can be used again; again: the same red bill. */
    private Reply cancel(Fields in, Caller caller) {
        var asked = reversals.read(in, caller);
        var known = answers.redOf(asked.blue());
        var red = known.isPresent() ? known.get() : reversals.reverse(asked, caller);
        return Reply.fields(answers.reversed(red, caller.protocol()));
    }

    /** 作废预交金纸质票据 The sheet is void and what is left of the deposit is given back; again: the same refund. */
    private Reply voidPaper(Fields in, Caller caller) {
        var asked = PaperMethods.Voided.read(in, caller, codes);
        var sheet = conversions
                .byPaper(caller.unit(), asked.paper())
                .filter(found -> found.subject() == Subject.VOUCHER)
                .orElseThrow(() -> unknown(asked.paper()));
        var deposit = prepayments.byId(caller.unit(), sheet.subjectId()).orElseThrow();
        if (sheet.state().open()) {
            conversions.voidSheet(caller.unit(), sheet.id(), asked.author(), asked.reason());
        }
        var busAt = asked.busAt();
        var left = sheet.state() == Conversion.State.VOIDED ? Money.ZERO : deposit.left();
        var refund = left.isZero()
                ? prepayments.lastRefund(caller.unit(), deposit.id())
                : java.util.Optional.of(prepayments.refund(new Prepayments.Refund(
                        caller.unit(),
                        caller.appid(),
                        deposit.code(),
                        deposit.number(),
                        left,
                        deposit.busType(),
                        asked.point(),
                        busAt,
                        asked.author(),
                        asked.reason(),
                        "",
                        "纸质" + asked.paper().number())));
        return Reply.fields(voucher(
                refund.orElseThrow(() -> Refusal.method("预交金凭证" + deposit.code() + " " + deposit.number()
                        + "已全部用于结算，纸质票据已作废，没有可退的余额；如需退回请先调用cancelPayMentVoucherBalance")),
                caller));
    }

    private static Refusal unknown(PaperNumber paper) {
        return Refusal.method(
                "预交金纸质票据(pBillBatchCode)=" + paper.code() + "，(pBillNo)=" + paper.number() + "：没有换开记录；请核对代码和号码");
    }
}
