package org.yipiao.prepayment;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Money;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 预交金 The verbs of prepayment. What breaks a rule is thrown as {@link Refused} with a sentence in Chinese. Every verb is
 * safe to repeat: the same again gives the first result.
 */
public interface Prepayments {
    /**
     * 收款 One deposit.
     *
     * @param busNo 预交金业务流水号, the idempotency key with the caller
     * @param details whatever else the business system sent: JSON object text, personal numbers already sealed
     */
    record Deposit(
            UnitId unit,
            String caller,
            String busNo,
            String busType,
            String point,
            LocalDateTime busAt,
            Money amount,
            String payer,
            String hospitalNo,
            String visitNo,
            String department,
            String operator,
            String remark,
            String details) {}

    /** @throws Refused DEPOSIT_DIFFERS when the number was used for other content */
    Voucher deposit(Deposit deposit);

    /** 退款 of a deposit, whole or in part. @param key tells one request from the next; empty: amount and time do */
    record Refund(
            UnitId unit,
            String caller,
            String code,
            String number,
            Money amount,
            String busType,
            String point,
            LocalDateTime busAt,
            String operator,
            String reason,
            String remark,
            String key) {}

    /** @throws Refused VOUCHER_NOT_FOUND, NOT_A_DEPOSIT, BALANCE_TOO_LOW */
    Voucher refund(Refund refund);

    /** 消费 What a settlement takes from one voucher. @param amount null: all that is left */
    record Use(String code, String number, @Nullable Money amount) {}

    /**
     * 占用 Sets the vouchers' money aside for one settlement. Vouchers of codes that were never given here are left alone: they
     * come from an earlier platform.
     *
     * @param hospitalNo of the settlement; a voucher of another patient is refused
     * @throws Refused VOUCHER_NOT_FOUND, BALANCE_TOO_LOW, VOUCHER_OF_ANOTHER
     */
    void reserve(UnitId unit, String caller, String busNo, String hospitalNo, List<Use> uses);

    /** 核销 The settlement is billed. */
    void settle(UnitId unit, String caller, String busNo, BillId bill);

    /** 释放 The settlement was refused. */
    void release(UnitId unit, String caller, String busNo);

    /** 撤销结算 The bill is reversed: its vouchers can be used again. Also found by itself, whoever reversed it. */
    void cancel(UnitId unit, BillId bill);

    Optional<Voucher> find(UnitId unit, String code, String number);

    Optional<Voucher> byId(UnitId unit, long id);

    /** The newest refund of a deposit. */
    Optional<Voucher> lastRefund(UnitId unit, long deposit);

    /** 凭证列表 newest first. */
    Page<Voucher> list(UnitId unit, Filter filter, int pageNo, int pageSize);

    /** Every part may be null. @param text 住院号, 凭证号码 or 交款人, by prefix */
    record Filter(
            @Nullable LocalDateTime from,
            @Nullable LocalDateTime until,
            Voucher.@Nullable Kind kind,
            @Nullable List<String> points,
            @Nullable String operator,
            @Nullable String text) {}

    /** 预交金余额 per patient, the largest first. @param text 住院号 or 姓名 by prefix; may be null @param points null: all */
    Page<Balance> balances(
            UnitId unit,
            @Nullable List<String> points,
            @Nullable String operator,
            @Nullable String text,
            int pageNo,
            int pageSize);

    record Balance(
            String hospitalNo,
            String payer,
            long vouchers,
            Money deposited,
            Money refunded,
            Money used,
            Money left,
            LocalDateTime lastAt) {}

    /** 往来 What happened to one deposit, in time order. */
    List<Movement> movements(UnitId unit, long voucher);

    /** @param what 收款, 退款, 结算占用, 结算, 撤销结算 @param document 凭证 or 业务流水号 */
    record Movement(LocalDateTime at, String what, Money amount, String document, Optional<BillId> bill) {}

    /** 凭证页 Where a payer sees the voucher. */
    String link(Voucher voucher);
}
