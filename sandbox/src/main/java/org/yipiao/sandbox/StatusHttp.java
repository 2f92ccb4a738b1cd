package org.yipiao.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.sandbox.faults.Faults;
import org.yipiao.sandbox.faults.Party;

/** 沙箱状态 Which parties answer, and what they have been asked. */
@RestController
class StatusHttp {
    private final Faults faults;
    private final SandboxProperties properties;

    StatusHttp(Faults faults, SandboxProperties properties) {
        this.faults = faults;
        this.properties = properties;
    }

    /** 外部单位 @param state 正常, 有故障 or 中断 @param meanMs of the calls answered */
    record PartyRow(String party, String title, String state, long meanMs, Faults.Count calls) {}

    /** 状态 */
    record Status(String state, String agency, String unit, String province, List<PartyRow> parties) {}

    @GetMapping("/sandbox/status")
    Status status() {
        var rows = new ArrayList<PartyRow>();
        for (Party party : Party.values()) {
            Faults.Count count = faults.count(party);
            rows.add(new PartyRow(
                    party.word(),
                    party.title(),
                    state(party),
                    count.calls() == 0 ? 0 : count.tookMs() / count.calls(),
                    count));
        }
        return new Status("UP", properties.agency(), properties.unit().name(), properties.province(), rows);
    }

    private String state(Party party) {
        if (faults.isOut(party)) {
            return "中断";
        }
        return faults.hasFault(party) ? "有故障" : "正常";
    }
}
