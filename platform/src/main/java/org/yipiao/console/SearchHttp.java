package org.yipiao.console;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.People;
import org.yipiao.access.Permission;
import org.yipiao.access.SignedIn;
import org.yipiao.bill.Money;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.numbering.DocumentFinder;
import org.yipiao.paper.Conversion;
import org.yipiao.paper.SheetFinder;
import org.yipiao.prepayment.Voucher;
import org.yipiao.prepayment.VoucherFinder;
import org.yipiao.shared.FieldError;

/**
 * 全局查找 One box for everything that has a number or a payer, and for colleagues. Every kind asks for its own permission, keeps to what the
 * person may see, and is one query over indexes; names are masked as on the lists.
 */
@RestController
@RequestMapping("/api/console/search")
class SearchHttp {
    static final int TEXT_MIN = 2;
    static final int TEXT_MAX = 50;
    /** Shown of one kind; one more is asked for, to know whether there are more. */
    static final int HITS_MAX = 6;

    private final BillQueries bills;
    private final BillRows rows;
    private final SheetFinder sheets;
    private final VoucherFinder vouchers;
    private final DocumentFinder documents;
    private final People people;
    private final UnitTime time;

    SearchHttp(
            BillQueries bills,
            BillRows rows,
            SheetFinder sheets,
            VoucherFinder vouchers,
            DocumentFinder documents,
            People people,
            UnitTime time) {
        this.bills = bills;
        this.rows = rows;
        this.sheets = sheets;
        this.vouchers = vouchers;
        this.documents = documents;
        this.people = people;
        this.time = time;
    }

    /** 种类 */
    enum Kind {
        BILL,
        PAPER,
        VOUCHER,
        DOCUMENT,
        USER
    }

    /**
     * 结果
     *
     * @param number 代码 and 号码, or 单据号
     * @param who 交款人 masked, or what the thing is
     * @param amountFen zero where there is no amount
     * @param link page of the console
     */
    record Hit(String number, String who, long amountFen, String state, String place, LocalDateTime at, String link) {}

    /** @param more there are others, which the list behind {@code link} shows */
    record Group(Kind kind, List<Hit> hits, boolean more) {}

    @GetMapping
    @SignedIn("every kind of thing asks for its own permission")
    List<Group> search(CurrentUser user, @RequestParam(defaultValue = "") String text) {
        String typed = typed(text);
        var groups = new ArrayList<Group>();
        Map<String, String> points = rows.pointNames(user.unit());
        if (user.may(Permission.BILL_READ)) {
            add(
                    groups,
                    Kind.BILL,
                    bills.find(user.scope(), typed, HITS_MAX + 1).stream()
                            .map(bill -> bill(bill, points))
                            .toList());
        }
        if (user.may(Permission.PAPER_READ)) {
            var found = sheets.find(
                    user.unit(), PaperHttp.points(user, null), PaperHttp.operator(user), typed, HITS_MAX + 1);
            add(
                    groups,
                    Kind.PAPER,
                    found.stream().map(sheet -> sheet(sheet, points)).toList());
        }
        if (user.may(Permission.PREPAY_READ)) {
            var found = vouchers.find(
                    user.unit(), PaperHttp.points(user, null), PaperHttp.operator(user), typed, HITS_MAX + 1);
            add(
                    groups,
                    Kind.VOUCHER,
                    found.stream().map(voucher -> voucher(voucher, points)).toList());
        }
        if (user.may(Permission.NUMBERS_READ)) {
            add(
                    groups,
                    Kind.DOCUMENT,
                    documents.byNo(user.unit(), typed).map(one -> document(user, one)).stream()
                            .toList());
        }
        if (user.may(Permission.USERS_READ)) {
            add(
                    groups,
                    Kind.USER,
                    people.matching(user.unit(), typed, HITS_MAX + 1).stream()
                            .map(SearchHttp::user)
                            .toList());
        }
        return groups;
    }

    private static void add(List<Group> groups, Kind kind, List<Hit> hits) {
        if (!hits.isEmpty()) {
            groups.add(new Group(kind, hits.stream().limit(HITS_MAX).toList(), hits.size() > HITS_MAX));
        }
    }

    /** What people paste: spaces around, several inside, a hyphen between code and number. */
    private static String typed(String text) {
        String typed = text.replace("\0", "").strip().replaceAll("\\s+", " ");
        if (typed.codePointCount(0, typed.length()) < TEXT_MIN || typed.length() > TEXT_MAX) {
            BillFilter.refuse(List.of(new FieldError(
                    "text",
                    "查找内容",
                    typed.length() <= 60 ? typed : typed.substring(0, 60),
                    TEXT_MIN + " 到 " + TEXT_MAX + " 个字符",
                    "请输入票号、业务流水号、单据号或交款人的开头几个字")));
        }
        return typed;
    }

    private static Hit bill(IssuedBill bill, Map<String, String> points) {
        return new Hit(
                bill.code().digits() + " " + bill.number().digits(),
                Masked.name(bill.payerName()),
                bill.total().fen(),
                bill.state().label(),
                points.getOrDefault(bill.point(), bill.point()),
                bill.issuedAt(),
                "/bills/" + bill.id());
    }

    private static Hit sheet(Conversion sheet, Map<String, String> points) {
        return new Hit(
                sheet.paper().code() + " " + sheet.paper().number(),
                sheet.eCode() + " " + sheet.eNumber(),
                0,
                sheet.state().label(),
                points.getOrDefault(sheet.point(), sheet.point()),
                sheet.localAt(),
                sheet.subject() == Conversion.Subject.BILL
                        ? "/bills/" + sheet.subjectId()
                        : "/prepayments?open=" + sheet.subjectId());
    }

    private static Hit voucher(Voucher voucher, Map<String, String> points) {
        Money amount = voucher.amount();
        return new Hit(
                voucher.code() + " " + voucher.number(),
                Masked.name(voucher.payer()),
                voucher.kind() == Voucher.Kind.REFUND ? -amount.fen() : amount.fen(),
                voucher.kind().label(),
                points.getOrDefault(voucher.point(), voucher.point()),
                voucher.issuedAt(),
                "/prepayments?open=" + voucher.id());
    }

    private static Hit user(People.Colleague found) {
        return new Hit(
                found.username(),
                found.displayName(),
                0,
                found.active() ? "在用" : "停用",
                found.department(),
                found.createdAt(),
                "/access/users?text=" + found.username());
    }

    private Hit document(CurrentUser user, DocumentFinder.Found found) {
        return new Hit(
                found.no(),
                found.type(),
                0,
                found.state(),
                "",
                time.local(user.unit(), found.at()),
                "/numbers/documents?no=" + found.no());
    }
}
