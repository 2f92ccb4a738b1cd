package org.yipiao.intake;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;
import org.yipiao.prepayment.Prepayments;

/** 开票柜台 From a settlement of the market protocol to its bill, one by one or in batches. */
@Component
class IssueCounter {
    private static final int VOUCHERS_MAX = 100;

    private final Issuing issuing;
    private final Settlements settlements;
    private final ListsBefore lists;
    private final Prepayments prepayments;

    IssueCounter(Issuing issuing, Settlements settlements, ListsBefore lists, Prepayments prepayments) {
        this.issuing = issuing;
        this.settlements = settlements;
        this.lists = lists;
        this.prepayments = prepayments;
    }

    /** @throws Refusal naming every fault */
    IssuedBill issue(IssueMethod method, Fields in, Caller caller) {
        var charge = settlements.charge(method, lists.completed(in, caller), caller);
        var uses = uses(in, caller);
        if (uses.isEmpty()) {
            return billed(issuing.issue(charge));
        }
        // Set aside first, settled with the bill: a break between the two is put right by the next try or by
        // inspection.
        prepayments.reserve(
                caller.unit(),
                caller.appid(),
                charge.busNo(),
                charge.content().medical().hospitalizationNumber(),
                uses);
        var result = issuing.issue(charge);
        if (result instanceof IssueResult.Accepted(var bill, var first)) {
            prepayments.settle(caller.unit(), caller.appid(), charge.busNo(), bill.id());
        } else {
            prepayments.release(caller.unit(), caller.appid(), charge.busNo());
        }
        return billed(result);
    }

    private static IssuedBill billed(IssueResult result) {
        return switch (result) {
            case IssueResult.Accepted(var bill, var first) -> bill;
            case IssueResult.Refused refused -> throw IssueRefusals.of(refused);
        };
    }

    /** 预交金凭证消费扣款 Without an amount, from 3.2.0 on, all that the voucher still holds. */
    private static List<Prepayments.Use> uses(Fields in, Caller caller) {
        if (!in.has("payMentVoucher")) {
            return List.of();
        }
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var uses = new ArrayList<Prepayments.Use>();
        for (var row : reader.rows("payMentVoucher")) {
            String code = row.needed("voucherBatchCode", "预交金凭证代码", 50);
            String number = row.needed("voucherNo", "预交金凭证号码", 20);
            boolean told = row.fields().has("voucherAmt");
            if (!told && caller.protocol().binds(Protocol.V2_0_3, Protocol.V3_1_0)) {
                row.needed("voucherAmt", "预交金凭证金额", 40);
            }
            var amount = row.exactMoney("voucherAmt", "预交金凭证金额");
            uses.add(new Prepayments.Use(code, number, told ? amount : null));
        }
        if (uses.size() > VOUCHERS_MAX) {
            reader.fault("payMentVoucher", "预交金凭证消费扣款列表", uses.size() + "张", "最多" + VOUCHERS_MAX + "张", "请分次结算");
        }
        faults.throwIfAny();
        return uses;
    }
}
