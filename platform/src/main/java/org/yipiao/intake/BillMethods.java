package org.yipiao.intake;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;

/** 开票与查询方法 Issuing, reversing and looking up single bills. */
@Component
class BillMethods implements MarketGroup {
    private final IssueCounter counter;
    private final Reversals reversals;
    private final BillQueries queries;
    private final BillAnswers answers;
    private final BillDetailAnswer details;
    private final NoticePicture pictures;

    BillMethods(
            IssueCounter counter,
            Reversals reversals,
            BillQueries queries,
            BillAnswers answers,
            BillDetailAnswer details,
            NoticePicture pictures) {
        this.counter = counter;
        this.reversals = reversals;
        this.queries = queries;
        this.answers = answers;
        this.details = details;
        this.pictures = pictures;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("testServerConnect", (in, caller) -> Reply.text("成功"))
                .add("invoiceEBillOutpatient", (in, caller) -> issue(IssueMethod.OUTPATIENT, in, caller))
                .add("invEBillHospitalized", (in, caller) -> issue(IssueMethod.INPATIENT, in, caller))
                .add("invEBillRegistration", (in, caller) -> issue(IssueMethod.REGISTRATION, in, caller))
                .add("invEBillCheckUp", (in, caller) -> issue(IssueMethod.CHECK_UP, in, caller))
                .add("invoiceEBillCheckUp", (in, caller) -> issue(IssueMethod.CHECK_UP, in, caller))
                .since(Protocol.V3_2_0, "invoiceEBillCommon", this::common)
                .add("writeOffEBill", (in, caller) -> reversed(reversals.reverse(in, caller), caller))
                .add("getEBillByBusNo", this::byBusNo)
                .add("getEBillStatesByBusNo", this::byBusNo)
                .add(
                        "getEBillStatesByBillInfo",
                        (in, caller) -> Reply.fields(answers.states(answers.asked(in, caller))))
                .add("getBillDetail", this::detail)
                .add("getEBillPicUrl", this::pictureUrl)
                .add("getEBillNotifyPic", this::notice);
    }

    private Reply common(Fields in, Caller caller) {
        boolean inpatient = in.text("busType").equals("01");
        return issue(inpatient ? IssueMethod.INPATIENT : IssueMethod.COMMON, in, caller);
    }

    private Reply reversed(IssuedBill red, Caller caller) {
        return Reply.fields(answers.reversed(red, caller.protocol()));
    }

    private Reply pictureUrl(Fields in, Caller caller) {
        return Reply.fields(answers.pictureUrl(answers.checked(in, caller), caller.protocol()));
    }

    private Reply detail(Fields in, Caller caller) {
        return Reply.fields(details.of(answers.checked(in, caller), caller));
    }

    private Reply issue(IssueMethod method, Fields in, Caller caller) {
        return Reply.fields(answers.issued(counter.issue(method, in, caller), caller.protocol()));
    }

    /** Matched on the number first; the business time only narrows when one number led to several kinds of bill. */
    private Reply byBusNo(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String busNo = reader.needed("busNo", "业务流水号", 50);
        var busAt = caller.protocol().since(Protocol.V3_1_0)
                ? reader.time("busDateTime", "业务发生时间")
                : Optional.<LocalDateTime>empty();
        faults.throwIfAny();
        var bill = queries.byBusNo(caller.unit(), caller.appid(), busNo).stream()
                .filter(found -> found.reverses().isEmpty())
                .max(Comparator.<IssuedBill, Boolean>comparing(
                                found -> busAt.filter(found.busAt()::equals).isPresent())
                        .thenComparing(IssuedBill::issuedAt));
        return Reply.fields(answers.byBusNo(
                bill.orElseThrow(() -> Refusal.method("业务流水号(busNo)=" + busNo + "没有开具过票据；可以开票")), caller.protocol()));
    }

    private Reply notice(Fields in, Caller caller) {
        var bill = answers.asked(in, caller);
        boolean wanted = in.text("isReturnPic").equals("1");
        return Reply.fields(answers.notice(bill, wanted ? pictures.base64(bill) : ""));
    }
}
