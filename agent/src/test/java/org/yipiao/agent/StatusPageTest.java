package org.yipiao.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** 状态页: what a cashier reads while the platform is away. */
class StatusPageTest {
    @Test
    void an_offline_window_shows_how_long_it_may_go_on_until_when_to_upload_and_every_cause() {
        String page = StatusPage.of(SentFields.JSON.readTree("""
                {"mode":"离线","agent":"W1","since":"2026-06-15T10:00:00+08:00","cause":"停电后恢复","causeCode":"POWER","waiting":2,
                 "windowUntil":"2026-06-16T02:00:00Z","windowMinutesLeft":125,
                 "reportUntil":"2026-06-15T08:00:00Z","reportMinutesLeft":-5,
                 "causes":[{"code":"POWER","label":"停电后恢复"},{"code":"OTHER","label":"其他"}],"blocks":[{"block":"LX-W1-1","left":199,"count":200,"leftFen":50000000,"singleFenMax":10000000,
                            "validUntil":"2026-06-22T02:00:00Z","hoursLeft":167}],"conflicts":[]}
                """));
        assertThat(page)
                .as("in the hospital's time")
                .contains("06-15 10:00:00（停电后恢复）")
                .contains("还有 2 小时 5 分")
                .contains(" 已到</span>")
                .contains("<button name=cause value=POWER disabled>停电后恢复")
                .contains("<button name=cause value=OTHER>其他")
                .contains("199 / 200")
                .contains("500,000.00")
                .contains("（还有 6 天 23 小时）");
    }

    @Test
    void an_online_window_shows_no_causes() {
        assertThat(StatusPage.of(SentFields.JSON.readTree("{\"mode\":\"联机\"}"))).doesNotContain("<button");
    }
}
