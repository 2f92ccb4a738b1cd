package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.json.JsonMapper;

@PgTest
class AuditPgTest {
    private static final CurrentUser FINANCE =
            new CurrentUser(1, "finance", "测试乙", new UnitId("990001"), Set.of(Permission.BILL_REVERSE));

    private final JdbcClient jdbc;
    private final AuditLog log;
    private final AuditLog withOtherKey;

    AuditPgTest(TestDatabase database) {
        jdbc = database.jdbc();
        log = log(database, (byte) 1);
        withOtherKey = log(database, (byte) 2);
    }

    private static AuditLog log(TestDatabase database, byte key) {
        byte[] master = new byte[MasterKey.BYTES];
        master[0] = key;
        return new AuditLog(
                new AuditStore(database.jdbc()),
                new MasterKeyVault(master, new SecureRandom()),
                new JsonMapper(),
                InstantSource.system(),
                new DataSourceTransactionManager(database.dataSource()));
    }

    @BeforeEach
    void three_entries() {
        jdbc.sql("alter table access.audit_log disable trigger user").update();
        jdbc.sql("truncate access.audit_log, access.audit_head").update();
        jdbc.sql("alter table access.audit_log enable trigger user").update();
        log.note(FINANCE, "冲红", "99060126 0000000001", "成功");
        log.note("nobody", "登录", "nobody", "失败：用户名或口令错误");
        log.note(FINANCE, "退出", "finance", "成功");
    }

    @Test
    void a_whole_chain_is_whole() {
        assertThat(log.broken()).isEmpty();
    }

    /** Pins the bytes: entries written today must verify in ten years. */
    @Test
    void the_hash_of_an_entry_is_pinned() {
        byte[] hash = AuditLog.hash(new byte[32], "{\"seq\":1}");
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("7cb0df1d9f5ebc4f9d1444a8bfe8816fc797cb208c59946722f7be15445fbdcf");
        String entry = jdbc.sql("select entry from access.audit_log where seq = 1")
                .query(String.class)
                .single();
        assertThat(entry)
                .matches("\\{\"seq\":1,\"at\":\"[^\"]+Z\",\"unit\":\"990001\",\"username\":\"finance\",\"who\":\"测试乙\","
                        + "\"address\":\"\",\"act\":\"冲红\",\"object\":\"99060126 0000000001\",\"result\":\"成功\"}");
        assertThat(jdbc.sql("select hash from access.audit_log where seq = 1")
                        .query(byte[].class)
                        .single())
                .isEqualTo(AuditLog.hash(new byte[32], entry));
        assertThat(entry.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    }

    @Test
    void the_database_itself_refuses_every_change() {
        for (String change : new String[] {
            "update access.audit_log set act = '退出' where seq = 1",
            "delete from access.audit_log where seq = 3",
            "truncate access.audit_log"
        }) {
            assertThatThrownBy(() -> jdbc.sql(change).update()).hasMessageContaining("can only be added to");
        }
    }

    @Test
    void a_changed_entry_is_named() {
        tamper("update access.audit_log set entry = replace(entry, '失败', '成功') where seq = 2");
        assertThat(log.broken())
                .hasValueSatisfying(what -> assertThat(what).contains("第 2 条").contains("改动"));
    }

    @Test
    void a_changed_search_column_is_named() {
        tamper("update access.audit_log set username = 'other' where seq = 2");
        assertThat(log.broken()).hasValueSatisfying(what -> assertThat(what).contains("第 2 条"));
    }

    @Test
    void a_removed_entry_is_named() {
        tamper("delete from access.audit_log where seq = 2");
        assertThat(log.broken()).contains("第 2 条缺失");
    }

    @Test
    void entries_cut_off_at_the_end_are_missed() {
        tamper("delete from access.audit_log where seq = 3");
        assertThat(log.broken()).hasValueSatisfying(what -> assertThat(what).contains("第 3 条起缺失"));
        tamper("""
                update access.audit_head
                   set seq = 2, hash = (select hash from access.audit_log where seq = 2)
                """);
        assertThat(log.broken()).contains("链尾封签不是本系统所加");
        tamper("delete from access.audit_head");
        assertThat(log.broken()).hasValueSatisfying(what -> assertThat(what).contains("链尾封签缺失"));
    }

    @Test
    void a_chain_written_anew_without_the_master_key_is_found() {
        tamper("truncate access.audit_log, access.audit_head");
        withOtherKey.note(FINANCE, "退出", "finance", "成功");
        assertThat(withOtherKey.broken()).isEmpty();
        assertThat(log.broken()).contains("链尾封签不是本系统所加");
    }

    @Test
    void many_writers_make_one_chain() {
        try (var pool = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 40).forEach(i -> pool.submit(() -> log.note(FINANCE, "下载OFD", "票据 " + i, "成功")));
        }
        assertThat(jdbc.sql("select count(*) from access.audit_log")
                        .query(Long.class)
                        .single())
                .isEqualTo(43);
        assertThat(log.broken()).isEmpty();
    }

    @Test
    void whatever_people_type_can_be_written_down() {
        log.note("a\0b\ud800\n" + "长".repeat(500), "登录", "x", "失败");
        log.note("𬱟\"\\", "登录", "x", "失败");
        assertThat(log.broken()).isEmpty();
    }

    private void tamper(String sql) {
        jdbc.sql("alter table access.audit_log disable trigger user").update();
        jdbc.sql(sql).update();
        jdbc.sql("alter table access.audit_log enable trigger user").update();
    }
}
