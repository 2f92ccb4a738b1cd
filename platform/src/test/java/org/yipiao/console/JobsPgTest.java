package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;

/** What the platform does by itself is told in words. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
class JobsPgTest {
    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Test
    void every_timed_job_has_a_name_for_people_and_says_when() {
        accounts.add("990027", "ops27", "OPS");
        var browser = new Browser(port);
        assertThat(browser.login("ops27", Accounts.PASSWORD).status()).isEqualTo(200);
        var names = new ArrayList<String>();
        var timings = new ArrayList<String>();
        for (var row : browser.get("/api/console/jobs").json()) {
            names.add(row.path("name").asString());
            timings.add(row.path("timing").asString());
        }
        assertThat(names).contains("弱口令检测", "出具每日票号证明", "批量开票").doesNotHaveDuplicates();
        assertThat(names).as("a title for each in JobsHttp").noneMatch(name -> name.matches("[A-Za-z]+\\.[A-Za-z]+"));
        assertThat(timings).contains("每天 2:30", "每隔 1 小时").doesNotContain("由程序决定");
    }
}
