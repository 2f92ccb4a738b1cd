package org.yipiao.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;
import org.yipiao.bill.face.CapitalAmount;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Contact;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.PartialRefunds;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.prepayment.Prepayments;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 收费员工作台 Bills issued by hand, and refunds of a part of a bill. */
@RestController
@RequestMapping("/api/console/desk")
class DeskHttp {
    static final int ITEMS_MAX = 50;

    private final Issuing issuing;
    private final PartialRefunds refunds;
    private final Prepayments prepayments;
    private final BillQueries bills;
    private final ChargeItems items;
    private final UnitTime time;
    private final Audit audit;

    DeskHttp(
            Issuing issuing,
            PartialRefunds refunds,
            Prepayments prepayments,
            BillQueries bills,
            ChargeItems items,
            UnitTime time,
            Audit audit) {
        this.issuing = issuing;
        this.refunds = refunds;
        this.prepayments = prepayments;
        this.bills = bills;
        this.items = items;
        this.time = time;
        this.audit = audit;
    }

    /** @param initials 拼音首字母 */
    record ItemRow(String code, String name, String initials, List<BillKind> kinds) {}

    /** @param price yuan, up to six decimals @param quantity up to six decimals */
    record Line(
            @Nullable String code,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable String remark) {}

    /**
     * 手工开票
     *
     * @param key the page makes one per form, so that a second click is the same bill
     * @param totalFen what the page shows; the sum of the lines must be the same
     */
    record HandBill(
            @Nullable String key,
            @Nullable BillKind kind,
            @Nullable String point,
            @Nullable String payer,
            @Nullable String payerType,
            @Nullable String payerCode,
            @Nullable String mobile,
            @Nullable String sex,
            @Nullable String age,
            @Nullable String patientNo,
            @Nullable String department,
            @Nullable String payMode,
            @Nullable String remark,
            @Nullable Long totalFen,
            @Nullable List<Line> lines) {}

    /** @param capitals 金额大写 */
    record Issued(String id, String code, String number, long totalFen, String capitals) {}

    /** @param refundFen of this item, 0 to its amount */
    record RefundLine(@Nullable String code, @Nullable Long refundFen) {}

    record PartialRefund(@Nullable String reason, @Nullable List<RefundLine> lines) {}

    /** @param rest null while the rest can not be issued: it will be, by itself @param why in Chinese, then */
    record Refunded(BillDetail.Other red, BillDetail.@Nullable Other rest, String why) {}

    @GetMapping("/items")
    @Permit(Permission.BILL_ISSUE)
    List<ItemRow> items(CurrentUser user) {
        return items.all(user.unit()).stream()
                .filter(ChargeItem::enabled)
                .sorted(Comparator.comparingInt(ChargeItem::order).thenComparing(ChargeItem::code))
                .map(item -> new ItemRow(item.code(), item.name(), PinyinInitials.of(item.name()), item.kinds()))
                .toList();
    }

    @PostMapping("/bills")
    @Permit(Permission.BILL_ISSUE)
    Issued issue(CurrentUser user, @RequestBody HandBill asked) {
        time.requireKnown(user.unit());
        var errors = new ArrayList<FieldError>();
        String key = PaperHttp.needed("key", "表单编号", asked.key(), 40, errors);
        String point = PaperHttp.needed("point", "开票点", asked.point(), 20, errors);
        String payer = PaperHttp.needed("payer", "交款人", asked.payer(), 100, errors);
        PaperHttp.requirePoint(user, point, errors);
        var kind = asked.kind() == null ? BillKind.OUTPATIENT : asked.kind();
        var lines = lines(user, kind, asked.lines(), errors);
        var total = lines.stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
        long shown = asked.totalFen() == null ? -1 : asked.totalFen();
        if (errors.isEmpty() && shown != total.fen()) {
            errors.add(new FieldError(
                    "totalFen",
                    "合计金额",
                    shown < 0 ? "" : Money.ofFen(shown).plain(),
                    "与各项目合计 " + total.plain() + " 元相差 "
                            + Money.ofFen(Math.abs(total.fen() - Math.max(0, shown)))
                                    .plain() + " 元",
                    "请核对数量和单价"));
        }
        BillFilter.refuse(errors);
        String busNo = "GT" + key;
        boolean person = !"2".equals(asked.payerType());
        String code = text(asked.payerCode());
        boolean inpatient = kind == BillKind.INPATIENT;
        var content = new BillContent(
                kind,
                total,
                new Payer(person ? "1" : "2", person ? Payer.masked(code) : code, payer, "", ""),
                text(asked.payMode()),
                busNo,
                text(asked.remark()),
                user.displayName(),
                "",
                new Medical(
                        text(asked.sex()),
                        text(asked.age()),
                        inpatient ? "" : text(asked.patientNo()),
                        "",
                        "",
                        "",
                        "",
                        Money.ZERO,
                        Money.ZERO,
                        Money.ZERO,
                        total,
                        Money.ZERO,
                        total,
                        "",
                        inpatient ? text(asked.patientNo()) : "",
                        text(asked.department()),
                        "",
                        "",
                        Money.ZERO,
                        Money.ZERO,
                        Money.ZERO,
                        List.of()),
                lines,
                List.of());
        var result = issuing.issue(new Charge(
                user.unit(),
                PaperHttp.CALLER,
                busNo,
                inpatient ? "01" : "02",
                point,
                time.now(user.unit()),
                content,
                true,
                "",
                new Contact(text(asked.mobile()), "", "", "", ""),
                "{}"));
        return switch (result) {
            case IssueResult.Accepted(var bill, var first) -> {
                audit.note(
                        user,
                        "手工开票",
                        bill.code() + " " + bill.number(),
                        "成功，" + bill.total().plain() + " 元");
                yield new Issued(
                        bill.id().toString(),
                        bill.code().digits(),
                        bill.number().digits(),
                        bill.total().fen(),
                        CapitalAmount.of(bill.total()));
            }
            case IssueResult.Refused refused -> {
                audit.note(user, "手工开票", busNo, "拒绝：" + refused.why().label());
                throw new Refused(409, refused.why().name(), refused.detail(), refused.errors());
            }
        };
    }

    private List<Item> lines(CurrentUser user, BillKind kind, @Nullable List<Line> asked, List<FieldError> errors) {
        if (asked == null || asked.isEmpty() || asked.size() > ITEMS_MAX) {
            errors.add(new FieldError(
                    "lines", "收费项目", asked == null ? "" : asked.size() + "项", "1 到 " + ITEMS_MAX + " 项", "请添加收费项目"));
            return List.of();
        }
        var lines = new ArrayList<Item>();
        var seen = new HashSet<String>();
        for (int i = 0; i < asked.size(); i++) {
            var line = asked.get(i);
            String path = "lines[" + i + "].";
            var item = items.find(user.unit(), text(line.code()))
                    .filter(known -> known.enabled() && known.kinds().contains(kind));
            BigDecimal quantity = line.quantity() == null ? BigDecimal.ONE : line.quantity();
            BigDecimal price = line.price() == null ? BigDecimal.ZERO : line.price();
            if (item.isEmpty()) {
                errors.add(new FieldError(
                        path + "code", "收费项目", text(line.code()), "不在" + kind.medicalType() + "收费项目目录中", "请从列表中选择"));
            } else if (!seen.add(item.get().code())) {
                errors.add(new FieldError(path + "code", "收费项目", item.get().name(), "重复", "同一项目请合并为一行"));
            }
            if (quantity.signum() <= 0 || quantity.scale() > 6 || quantity.precision() > 12) {
                errors.add(new FieldError(path + "quantity", "数量", quantity.toString(), "大于 0，最多 6 位小数", "请核对数量"));
            }
            if (price.signum() <= 0 || price.scale() > 6 || price.precision() > 16) {
                errors.add(new FieldError(path + "price", "单价", price.toString(), "大于 0，最多 6 位小数", "请核对单价"));
            }
            if (errors.isEmpty()) {
                var amount = Money.ofYuan(quantity.multiply(price).setScale(2, RoundingMode.HALF_UP));
                lines.add(new Item(
                        item.orElseThrow().code(),
                        item.get().name(),
                        quantity,
                        "项",
                        price,
                        amount,
                        text(line.remark())));
            }
        }
        return lines;
    }

    /** 部分退费 The bill is reversed and the rest issued anew; asked again, it goes on where it stopped. */
    @PostMapping("/bills/{id}/partial-refund")
    @Permit(Permission.BILL_REVERSE)
    Refunded refund(CurrentUser user, @PathVariable String id, @RequestBody PartialRefund asked) {
        var blue = bills.byId(user.scope(), BillRows.id(id)).orElseThrow(BillRows::notFound);
        var errors = new ArrayList<FieldError>();
        String reason = PaperHttp.needed("reason", "退费原因", asked.reason(), 200, errors);
        var content = bills.bill(blue.id()).content();
        var rest = rest(
                content,
                asked.lines() == null ? List.of() : asked.lines(),
                blue.id().toString(),
                errors);
        BillFilter.refuse(errors);
        var done = refunds.refund(user.unit(), blue.id(), rest, reason, user.displayName(), time.now(user.unit()));
        prepayments.cancel(user.unit(), blue.id());
        audit.note(
                user,
                "部分退费",
                blue.code() + " " + blue.number(),
                "红票 " + done.red().number()
                        + done.rest().map(bill -> "，新票 " + bill.number()).orElse("，剩余金额待开票"));
        return new Refunded(other(done.red()), done.rest().map(DeskHttp::other).orElse(null), done.why());
    }

    private static BillDetail.Other other(org.yipiao.issuing.IssuedBill bill) {
        return new BillDetail.Other(
                bill.id().toString(), bill.code().digits(), bill.number().digits());
    }

    /** What stays: items less their refunds; the list's lines of items that changed are left out, for they add up no more. */
    private static BillContent rest(BillContent content, List<RefundLine> lines, String blue, List<FieldError> errors) {
        Map<String, Long> refunds = lines.stream()
                .filter(line -> line.code() != null && line.refundFen() != null)
                .collect(Collectors.toMap(line -> text(line.code()), line -> fen(line), Long::sum));
        var items = new ArrayList<Item>();
        var unchanged = new HashSet<String>();
        for (var item : content.items()) {
            long refund = refunds.getOrDefault(item.code(), 0L);
            if (refund < 0 || refund > item.amount().fen()) {
                errors.add(new FieldError(
                        "lines",
                        item.name() + "退费金额",
                        Money.ofFen(Math.abs(refund)).plain(),
                        "0 到 " + item.amount().plain(),
                        "请核对退费金额"));
            } else if (refund == 0) {
                items.add(item);
                unchanged.add(item.code());
            } else if (refund < item.amount().fen()) {
                var amount = Money.ofFen(item.amount().fen() - refund);
                items.add(new Item(
                        item.code(), item.name(), BigDecimal.ONE, item.unit(), amount.yuan(), amount, item.remark()));
            }
        }
        var total = items.stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
        List<AuxItem> list = content.auxItems().stream()
                .filter(line -> unchanged.contains(line.itemCode()))
                .toList();
        return new BillContent(
                content.kind(),
                total,
                content.payer(),
                content.payMode(),
                "BT" + blue,
                content.remark(),
                content.handlingPerson(),
                content.checker(),
                split(content.medical(), total),
                items,
                list);
    }

    private static long fen(RefundLine line) {
        Long fen = line.refundFen();
        return fen == null ? 0 : fen;
    }

    /** The funds' shares stay while they fit into what is left; the person pays the difference. */
    private static Medical split(Medical old, Money total) {
        var funds = old.fundPay().plus(old.otherPay()).plus(old.accountPay());
        boolean fit = funds.compareTo(total) <= 0;
        var own = fit ? total.minus(funds) : total;
        return new Medical(
                old.gender(),
                old.age(),
                old.patientNumber(),
                old.medicalDate(),
                old.orgType(),
                old.insuranceType(),
                old.insuranceId(),
                fit ? old.fundPay() : Money.ZERO,
                fit ? old.otherPay() : Money.ZERO,
                fit ? old.accountPay() : Money.ZERO,
                own,
                Money.ZERO,
                own,
                old.caseNumber(),
                old.hospitalizationNumber(),
                old.department(),
                old.inHospitalDate(),
                old.outHospitalDate(),
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                old.extras());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
