package org.yipiao.issuing;

import java.util.List;
import org.yipiao.shared.FieldError;

/** 开票结果 Accepted with the bill, or refused by name. */
public sealed interface IssueResult {
    /** @param first false when the same settlement had been billed before and this is that bill */
    record Accepted(IssuedBill bill, boolean first) implements IssueResult {}

    record Refused(IssueRefusal why, String detail, List<FieldError> errors) implements IssueResult {}
}
