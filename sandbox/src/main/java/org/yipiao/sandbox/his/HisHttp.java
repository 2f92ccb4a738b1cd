package org.yipiao.sandbox.his;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** 演示业务系统控制 */
@RestController
@RequestMapping("/sandbox/his")
class HisHttp {
    private static final int COUNT_MAX = 100;
    private static final double RATE_DEFAULT = 30;

    private final DemoHis his;

    HisHttp(DemoHis his) {
        this.his = his;
    }

    record Start(@Nullable Double ratePerMinute) {}

    record Send(@Nullable String kind, @Nullable Integer count) {}

    @PostMapping("/start")
    DemoHis.Status start(@RequestBody(required = false) @Nullable Start start) {
        Double rate = start == null ? null : start.ratePerMinute();
        return his.start(rate == null ? RATE_DEFAULT : rate);
    }

    @PostMapping("/stop")
    DemoHis.Status stop() {
        return his.stop();
    }

    @PostMapping("/send")
    List<DemoHis.Call> send(@RequestBody Send send) {
        int count = send.count() == null ? 1 : send.count();
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException("count 应在 1 至 " + COUNT_MAX + " 之间");
        }
        return his.send(send.kind() == null ? "outpatient" : send.kind(), count);
    }

    @GetMapping("/status")
    DemoHis.Status status() {
        return his.status();
    }

    @GetMapping("/log")
    List<DemoHis.Call> log(@RequestParam(defaultValue = "100") int limit) {
        return his.log(limit);
    }
}
