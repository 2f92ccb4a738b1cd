package org.yipiao.issuing;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yipiao.access.DataScope;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Money;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/**
 * 冲红审批 Reversals and partial refunds above the unit's amount: one person asks, another decides, and what was approved is
 * executed as it was asked. The database refuses that both are the same person.
 */
public interface ReversalApprovals {
    enum State {
        PENDING("待审批"),
        APPROVED("已批准，待冲红"),
        REFUSED("已驳回"),
        WITHDRAWN("已撤回"),
        DONE("已冲红"),
        FAILED("未能冲红");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** @param id account id */
    record Person(long id, String name) {}

    /**
     * 冲红申请
     *
     * @param amount of the bill, or of the part given back
     * @param rest what stays after a partial refund; empty: the whole bill is reversed
     * @param decidedBy empty while nobody decided
     * @param answer why it was refused or could not be executed, in Chinese
     * @param red the red bill, once there is one
     */
    record Request(
            UUID id,
            UnitId unit,
            BillId bill,
            Money amount,
            Optional<BillContent> rest,
            String reason,
            State state,
            Person askedBy,
            Instant askedAt,
            String decidedBy,
            @Nullable Instant decidedAt,
            String answer,
            Optional<BillId> red) {}

    /** Again for the same bill while the first is open: refused with APPROVAL_PENDING. */
    Request ask(UnitId unit, BillId bill, Money amount, Optional<BillContent> rest, String reason, Person by);

    /**
     * Approves and executes; a break between the two leaves it APPROVED, and approving again goes on.
     *
     * @throws org.yipiao.shared.Refused when the approver is who asked, or it was decided before
     */
    Request approve(UnitId unit, UUID id, Person by);

    Request refuse(UnitId unit, UUID id, Person by, String why);

    /** 撤回 by who asked, while nobody decided. */
    Request withdraw(UnitId unit, UUID id, Person by);

    /** Waiting for a decision or for execution. */
    Optional<Request> open(UnitId unit, BillId bill);

    /** Of bills that the person may see. @param state null: all @param askedBy null: everybody's; newest first */
    Page<Request> list(DataScope scope, @Nullable State state, @Nullable Long askedBy, int pageNo, int pageSize);

    Optional<Request> find(UnitId unit, UUID id);
}
