package org.yipiao.access;

import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/**
 * 账户事件 Something about accounts that people should hear of; told up to whoever delivers notices.
 *
 * @param account the one account that hears it; counts when {@code readers} is null
 * @param readers everybody who may do this hears it
 */
public record AccountEvent(
        UnitId unit, long account, @Nullable Permission readers, String title, String text, String link) {
    static AccountEvent to(Account account, String title, String text) {
        return new AccountEvent(account.unit(), account.id(), null, title, text, "/settings");
    }
}
