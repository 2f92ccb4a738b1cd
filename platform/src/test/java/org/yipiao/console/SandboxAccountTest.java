package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.DataScope;
import org.yipiao.access.Office;
import org.yipiao.access.Permission;
import org.yipiao.masterdata.Callers;
import org.yipiao.shared.UnitId;

class SandboxAccountTest {
    private static final UnitId OURS = new UnitId("990001");
    private static final UnitId THEIRS = new UnitId("990002");

    private final Callers callers = new Callers() {
        private final List<Caller> known = List.of(
                new Caller(THEIRS, "OTHERHIS", "他院 HIS", "their-secret", false, false, true),
                new Caller(OURS, "OLDHIS", "停用的 HIS", "old-secret", false, false, false),
                new Caller(OURS, "DEMOHIS", "示例 HIS", "demo-secret", false, false, true));

        @Override
        public Optional<Caller> find(String appid) {
            return known.stream().filter(one -> one.appid().equals(appid)).findFirst();
        }

        @Override
        public List<Caller> all(UnitId unit) {
            return known.stream().filter(one -> one.unit().equals(unit)).toList();
        }

        @Override
        public void save(Caller caller, String by) {
            throw new UnsupportedOperationException();
        }
    };

    private SandboxAccountHttp.SandboxAccount told(boolean demo) {
        var user = new CurrentUser(
                1, "finance", "测试甲", OURS, Set.of(Permission.HOME_READ), Office.BUSINESS, DataScope.whole(OURS));
        var body = new SandboxAccountHttp(callers, demo).account(user).getBody();
        assertThat(body).isNotNull();
        return body;
    }

    @Test
    void the_demonstration_tells_its_own_enabled_account() {
        assertThat(told(true)).isEqualTo(new SandboxAccountHttp.SandboxAccount(true, "DEMOHIS", "demo-secret"));
    }

    @Test
    void outside_the_demonstration_no_secret_is_ever_told() {
        assertThat(told(false)).isEqualTo(new SandboxAccountHttp.SandboxAccount(false, "", ""));
    }

    @Test
    void the_secret_does_not_come_into_a_log() {
        assertThat(told(true).toString()).doesNotContain("demo-secret");
    }
}
