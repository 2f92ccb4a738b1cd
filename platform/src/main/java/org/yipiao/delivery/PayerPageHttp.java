package org.yipiao.delivery;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 取票页设置 What the unit decides about its payers' pages. */
@RestController
@RequestMapping("/api/console/payer-page")
class PayerPageHttp {
    private final DeliveryStore store;
    private final InstantSource clock;
    private final Audit audit;

    PayerPageHttp(DeliveryStore store, InstantSource clock, Audit audit) {
        this.store = store;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param familyMax 家庭成员上限 0 to {@link DeliveryStore#FAMILY_LIMIT}; 0 takes the family's folder off the page */
    record PayerPage(int familyMax) {}

    record PayerPageTyped(@Nullable Integer familyMax) {}

    @GetMapping
    @Permit(Permission.CHANNELS_READ)
    PayerPage payerPage(CurrentUser user) {
        return new PayerPage(store.familyMax(user.unit()));
    }

    @PutMapping
    @Permit(Permission.CHANNELS_MANAGE)
    PayerPage keepPayerPage(CurrentUser user, @RequestBody PayerPageTyped typed) {
        Integer most = typed.familyMax();
        if (most == null || most < 0 || most > DeliveryStore.FAMILY_LIMIT) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有 1 处不符合规则，请按提示修改",
                    List.of(new FieldError(
                            "familyMax",
                            "家庭成员上限",
                            most == null ? "" : most.toString(),
                            "应为 0 到 " + DeliveryStore.FAMILY_LIMIT + " 的整数",
                            "填 0 则取票页不提供家人票夹")));
        }
        int before = store.familyMax(user.unit());
        store.keepFamilyMax(user.unit(), most, clock.instant(), user.displayName());
        audit.note(user, "修改取票页设置", "家庭成员上限", "成功", before + " 位", most + " 位");
        return new PayerPage(most);
    }
}
