package org.yipiao.console;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.paper.Conversions;
import org.yipiao.paper.Prints;
import org.yipiao.paper.Prints.What;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 票据的纸质票据 The paper of one bill, and how often the bill itself was printed. */
@RestController
@RequestMapping("/api/console/bills/{id}")
class BillPaperHttp {
    private final BillQueries bills;
    private final Conversions conversions;
    private final Prints prints;
    private final PaperHttp papers;
    private final UnitTime time;
    private final Audit audit;

    BillPaperHttp(
            BillQueries bills, Conversions conversions, Prints prints, PaperHttp papers, UnitTime time, Audit audit) {
        this.bills = bills;
        this.conversions = conversions;
        this.prints = prints;
        this.papers = papers;
        this.time = time;
        this.audit = audit;
    }

    /** @param sheets oldest first @param prints of the bill itself */
    record BillPaper(List<PaperHttp.PaperRow> sheets, List<PrintRow> prints) {}

    record PrintRow(String what, int copy, String by, String terminal, LocalDateTime at) {}

    record Converting(@Nullable String paperCode, @Nullable String point) {}

    /** @param what BILL or LIST */
    record Printing(@Nullable What what, @Nullable String terminal) {}

    /** 补打 @param copy 1 is the first print */
    record Copy(int copy) {}

    @GetMapping("/paper")
    @Permit(Permission.PAPER_READ)
    BillPaper paper(CurrentUser user, @PathVariable String id) {
        var bill = bill(user, id);
        var printed = new ArrayList<PrintRow>();
        for (What what : List.of(What.BILL, What.LIST)) {
            prints.of(user.unit(), what, bill.id().value())
                    .forEach(print -> printed.add(
                            new PrintRow(what.label(), print.copy(), print.by(), print.terminal(), print.at())));
        }
        return new BillPaper(
                conversions.of(user.unit(), Subject.BILL, bill.id().value()).stream()
                        .map(papers::row)
                        .toList(),
                List.copyOf(printed));
    }

    /** 换开 Holds the next sheet of the point; print it, then confirm. */
    @PostMapping("/paper")
    @Permit(Permission.PAPER_CONVERT)
    PaperHttp.PaperRow convert(CurrentUser user, @PathVariable String id, @RequestBody Converting asked) {
        var bill = bill(user, id);
        var errors = new ArrayList<FieldError>();
        String code = PaperHttp.needed("paperCode", "纸质票据代码", asked.paperCode(), 20, errors);
        String point = PaperHttp.needed("point", "开票点", asked.point(), 20, errors);
        PaperHttp.requirePoint(user, point, errors);
        BillFilter.refuse(errors);
        var target = new Conversions.Target(
                Subject.BILL,
                bill.id().value(),
                bill.code().digits(),
                bill.number().digits(),
                bill.reverses().isPresent());
        var held = conversions.begin(
                user.unit(),
                target,
                code,
                new Conversions.By(point, user.displayName(), PaperHttp.CALLER, time.now(user.unit())));
        audit.note(user, "换开取号", bill.code() + " " + bill.number(), "占用 " + held.paper());
        return papers.row(held);
    }

    @PostMapping("/prints")
    @Permit(Permission.BILL_READ)
    Copy print(CurrentUser user, @PathVariable String id, @RequestBody Printing asked) {
        var bill = bill(user, id);
        What what = asked.what();
        if (what != What.BILL && what != What.LIST) {
            String typed = what == null ? "" : what.name();
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError("what", "打印内容", typed, "BILL 或 LIST", "请选择打印电子票据或清单")));
        }
        int copy = prints.count(
                user.unit(), what, bill.id().value(), user.displayName(), PaperHttp.terminal(asked.terminal()));
        audit.note(user, "打印" + what.label(), bill.code() + " " + bill.number(), copy == 1 ? "成功" : "补打 " + (copy - 1));
        return new Copy(copy);
    }

    private IssuedBill bill(CurrentUser user, String id) {
        return bills.byId(user.scope(), BillRows.id(id)).orElseThrow(BillRows::notFound);
    }
}
