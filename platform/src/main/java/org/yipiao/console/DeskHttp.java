package org.yipiao.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.face.CapitalAmount;
import org.yipiao.issuing.HandDrafts;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** 收费员工作台 Bills issued by hand. */
@RestController
@RequestMapping("/api/console/desk")
class DeskHttp {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Issuing issuing;
    private final HandBills hand;
    private final HandDrafts drafts;
    private final ChargeItems items;
    private final IssuingPolicies policies;
    private final UnitTime time;
    private final Audit audit;

    DeskHttp(
            Issuing issuing,
            HandBills hand,
            HandDrafts drafts,
            ChargeItems items,
            IssuingPolicies policies,
            UnitTime time,
            Audit audit) {
        this.issuing = issuing;
        this.hand = hand;
        this.drafts = drafts;
        this.items = items;
        this.policies = policies;
        this.time = time;
        this.audit = audit;
    }

    /** @param initials 助记码, by default the first letters of the pinyin; in capitals */
    record ItemRow(String code, String name, String initials, List<BillKind> kinds) {}

    /** @param capitals 金额大写 */
    record Issued(String id, String code, String number, long totalFen, String capitals) {}

    /** 草稿 The page's own JSON text. @param text null: nothing is kept */
    record Draft(@Nullable String text) {}

    @GetMapping("/items")
    @Permit(Permission.BILL_ISSUE)
    List<ItemRow> items(CurrentUser user) {
        var today = time.today(user.unit());
        return items.all(user.unit()).stream()
                .filter(item -> item.usableOn(today))
                .sorted(Comparator.comparingInt(ChargeItem::order).thenComparing(ChargeItem::code))
                .map(item ->
                        new ItemRow(item.code(), item.name(), item.mnemonic().toUpperCase(Locale.ROOT), item.kinds()))
                .toList();
    }

    /** 开票规则 of the unit that the form must know. @param zero 零金额票据 @param zeroLabel in words */
    record Rules(Zero zero, String zeroLabel) {}

    @GetMapping("/rules")
    @Permit(Permission.BILL_ISSUE)
    Rules rules(CurrentUser user) {
        var zero = policies.of(user.unit()).zero();
        return new Rules(zero, zero.label());
    }

    @GetMapping("/draft")
    @Permit(Permission.BILL_ISSUE)
    ResponseEntity<Draft> draft(CurrentUser user) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Draft(drafts.of(user.unit(), user.id()).orElse(null)));
    }

    @PutMapping("/draft")
    @Permit(Permission.BILL_ISSUE)
    void keep(CurrentUser user, @RequestBody Draft draft) {
        String text = draft.text() == null ? "" : draft.text();
        if (text.isEmpty() || text.length() > HandDrafts.LENGTH_MAX) {
            BillFilter.refuse(List.of(new FieldError(
                    "text", "草稿", text.length() + " 个字符", "1 到 " + HandDrafts.LENGTH_MAX + " 个字符", "请减少收费项目行后再保存")));
        }
        if (!isObject(text)) {
            BillFilter.refuse(List.of(new FieldError("text", "草稿", "", "应为工作台保存的 JSON 对象", "请刷新工作台页面后再试")));
        }
        drafts.keep(user.unit(), user.id(), text);
    }

    private static boolean isObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JacksonException notJson) {
            return false;
        }
    }

    @DeleteMapping("/draft")
    @Permit(Permission.BILL_ISSUE)
    void forget(CurrentUser user) {
        drafts.forget(user.unit(), user.id());
    }

    @PostMapping("/bills")
    @Permit(Permission.BILL_ISSUE)
    Issued issue(CurrentUser user, @RequestBody HandBill asked) {
        time.requireKnown(user.unit());
        var errors = new ArrayList<FieldError>();
        String busNo = "GT" + PaperHttp.needed("key", "表单编号", asked.key(), 40, errors);
        var charge = hand.read(user, asked, busNo, errors);
        BillFilter.refuse(errors);
        var result = issuing.issue(charge);
        return switch (result) {
            case IssueResult.Accepted(var bill, var first) -> {
                audit.note(
                        user,
                        "手工开票",
                        bill.code() + " " + bill.number(),
                        "成功，" + bill.total().plain() + " 元");
                drafts.forget(user.unit(), user.id());
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
}
