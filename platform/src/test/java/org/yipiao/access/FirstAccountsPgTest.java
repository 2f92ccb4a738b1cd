package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;

@PgTest
@ExtendWith(OutputCaptureExtension.class)
class FirstAccountsPgTest {
    private final AccessStore store;
    private final JdbcClient jdbc;
    private final Passwords passwords = new Passwords();

    FirstAccountsPgTest(TestDatabase database) {
        jdbc = database.jdbc();
        store = new AccessStore(jdbc);
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate access.account, access.account_role, access.master_key_mark cascade")
                .update();
    }

    @Test
    void the_first_start_makes_three_separate_administrators_whose_passwords_are_shown_once(CapturedOutput output) {
        start(new MockEnvironment().withProperty("yipiao.bureau.agency", "990002"));
        start(new MockEnvironment());
        var admin = store.account("admin").orElseThrow();
        assertThat(admin.mustChange()).isTrue();
        assertThat(admin.unit().value()).isEqualTo("990002");
        var shown =
                output.getAll().lines().filter(line -> line.contains("初始口令")).toList();
        assertThat(shown).hasSize(3);
        assertThat(store.account("admin").orElseThrow().office()).isEqualTo(Office.SYSTEM);
        assertThat(store.account("secadmin").orElseThrow().office()).isEqualTo(Office.SECURITY);
        assertThat(store.account("auditor").orElseThrow().office()).isEqualTo(Office.AUDIT);
        String password = shown.getFirst().replaceAll(".*初始口令 (\\S+)（.*", "$1");
        assertThat(passwords.matches(password, admin.passwordHash())).isTrue();
        assertThat(Passwords.faults(password, "admin")).isEmpty();
    }

    @Test
    void accounts_made_before_the_unit_was_configured_move_to_it() {
        start(new MockEnvironment());
        assertThat(store.account("admin").orElseThrow().unit()).isEqualTo(FirstAccounts.NOT_YET_KNOWN);
        start(new MockEnvironment().withProperty("yipiao.bureau.agency", "990002"));
        assertThat(store.account("admin").orElseThrow().unit().value()).isEqualTo("990002");
    }

    @Test
    void the_demonstration_gets_its_passwords_from_its_launcher_and_again_at_the_next_start() {
        var environment = new MockEnvironment()
                .withProperty("yipiao.demo", "true")
                .withProperty("yipiao.demo.password.finance", "Finance-Demo-1")
                .withProperty("yipiao.demo.password.cashier", "Cashier-Demo-1");
        start(environment);
        start(environment.withProperty("yipiao.demo.password.finance", "Finance-Demo-2"));
        var finance = store.account("finance").orElseThrow();
        assertThat(passwords.matches("Finance-Demo-2", finance.passwordHash())).isTrue();
        assertThat(finance.mustChange()).isFalse();
        assertThat(store.account("cashier")).isPresent();
        assertThat(store.account("admin")).as("no password was given").isEmpty();
    }

    /** Least privilege: who manages the system or runs it neither issues nor reverses. */
    @Test
    void the_built_in_roles_may_do_their_work_and_no_more() {
        assertThat(permissions("ADMIN"))
                .containsExactlyInAnyOrder(
                        Permission.FILES_READ,
                        Permission.HOME_READ,
                        Permission.BILL_READ,
                        Permission.TRANSIT_READ,
                        Permission.NUMBERS_READ,
                        Permission.MESSAGES_READ,
                        Permission.USERS_READ,
                        Permission.USERS_MANAGE,
                        Permission.USERS_RESET,
                        Permission.ROLES_READ,
                        Permission.POLICY_READ,
                        Permission.SESSIONS_READ,
                        Permission.SESSIONS_END,
                        Permission.BASICS_READ,
                        Permission.UNITS_READ,
                        Permission.UNITS_MANAGE,
                        Permission.SYSTEM_READ,
                        Permission.SYSTEM_MANAGE,
                        Permission.CHANNELS_READ,
                        Permission.CHANNELS_MANAGE,
                        Permission.NOTICES_SEND);
        assertThat(permissions("FINANCE"))
                .containsExactlyInAnyOrder(
                        Permission.FILES_READ,
                        Permission.HOME_READ,
                        Permission.BILL_READ,
                        Permission.BILL_EXPORT,
                        Permission.BILL_REVERSE,
                        Permission.TRANSIT_READ,
                        Permission.NUMBERS_READ,
                        Permission.NUMBERS_MANAGE,
                        Permission.PAPER_READ,
                        Permission.PAPER_CONVERT,
                        Permission.PREPAY_READ,
                        Permission.PREPAY_MANAGE,
                        Permission.BILL_ISSUE,
                        Permission.BASICS_READ,
                        Permission.FORMS_MANAGE,
                        Permission.REVERSAL_APPROVE,
                        Permission.OFFLINE_READ,
                        Permission.OFFLINE_MANAGE,
                        Permission.STATISTICS_READ,
                        Permission.BOOKING_READ,
                        Permission.BOOKING_MANAGE,
                        Permission.NOTICES_SEND);
        assertThat(permissions("CASHIER"))
                .containsExactlyInAnyOrder(
                        Permission.FILES_READ,
                        Permission.HOME_READ,
                        Permission.BILL_READ,
                        Permission.BILL_REVERSE,
                        Permission.TRANSIT_READ,
                        Permission.PAPER_READ,
                        Permission.PAPER_CONVERT,
                        Permission.PREPAY_READ,
                        Permission.PREPAY_MANAGE,
                        Permission.BILL_ISSUE,
                        Permission.OFFLINE_READ,
                        Permission.NUMBERS_READ);
        assertThat(permissions("OPS"))
                .containsExactlyInAnyOrder(
                        Permission.FILES_READ,
                        Permission.HOME_READ,
                        Permission.BILL_READ,
                        Permission.TRANSIT_READ,
                        Permission.TRANSIT_RETRY,
                        Permission.NUMBERS_READ,
                        Permission.MESSAGES_READ,
                        Permission.MESSAGES_REPLAY,
                        Permission.BASICS_READ,
                        Permission.OFFLINE_READ,
                        Permission.OFFLINE_MANAGE,
                        Permission.STATISTICS_READ,
                        Permission.CHANNELS_READ,
                        Permission.CHANNELS_MANAGE,
                        Permission.NOTICES_SEND);
    }

    @Test
    void the_demonstrations_account_with_everything_loses_it_where_there_is_no_demonstration() {
        var environment = new MockEnvironment()
                .withProperty("yipiao.demo", "true")
                .withProperty("yipiao.demo.password.admin", "Admin-Demo-1");
        start(environment);
        long admin = store.account("admin").orElseThrow().id();
        assertThat(store.permissions(admin)).containsExactlyInAnyOrder(Permission.values());
        start(new MockEnvironment());
        assertThat(store.permissions(admin)).isEmpty();
    }

    /** No later migration may give an administrator something that makes bills, or a cashier the administration. */
    @Test
    void no_role_holds_what_belongs_to_another_office() {
        start(new MockEnvironment());
        assertThat(jdbc.sql("""
                select r.code || ' ' || p.permission
                  from access.role_permission p
                  join access.role r on r.code = p.role_code
                 where r.office <> 'DEMO'
                   and exists (select 1 from access.duty d where d.permission = p.permission)
                   and not exists (select 1
                                     from access.duty d
                                    where d.permission = p.permission
                                      and d.office = r.office)
                """).query(String.class).list()).isEmpty();
    }

    @Test
    void a_start_leaves_the_limits_of_a_newer_instances_permissions_alone() {
        jdbc.sql("insert into access.duty (permission, office) values ('OF_THE_NEXT_VERSION', 'SECURITY')")
                .update();
        start(new MockEnvironment());
        assertThat(jdbc.sql("select office from access.duty where permission = 'OF_THE_NEXT_VERSION'")
                        .query(String.class)
                        .list())
                .containsExactly("SECURITY");
    }

    @Test
    void another_master_key_than_the_databases_is_refused() {
        var random = new SecureRandom();
        new MasterKeyGuard(store, new MasterKeyVault(new byte[32], random)).afterPropertiesSet();
        new MasterKeyGuard(store, new MasterKeyVault(new byte[32], random)).afterPropertiesSet();
        byte[] other = new byte[32];
        other[0] = 1;
        assertThatThrownBy(() -> new MasterKeyGuard(store, new MasterKeyVault(other, random)).afterPropertiesSet())
                .hasMessageContaining("主密钥文件与数据库不配套");
    }

    private Set<Permission> permissions(String role) {
        String username = "user-" + role.toLowerCase(java.util.Locale.ROOT);
        store.add(
                new org.yipiao.shared.UnitId("990001"),
                username,
                "测试甲",
                "$argon2id$none",
                false,
                List.of(role),
                InstantSource.system().instant());
        return store.permissions(store.account(username).orElseThrow().id());
    }

    private void start(MockEnvironment environment) {
        new FirstAccounts(
                        store,
                        new DemoPeople(store, passwords, InstantSource.system()),
                        passwords,
                        environment,
                        InstantSource.system())
                .make();
    }
}
