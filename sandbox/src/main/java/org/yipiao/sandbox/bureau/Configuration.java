package org.yipiao.sandbox.bureau;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.Agencies;
import org.yipiao.sandbox.Keys;
import org.yipiao.sandbox.SandboxProperties;

/** 开票配置 What the bureau tells a hospital about itself: unit, kinds, charge items, seals, trusted roots. */
@Component
class Configuration {
    private static final String NORM_VERSION = "1.1.0";
    private static final long PAPER_PER_DRAW = 100_000;

    private final SandboxProperties properties;
    private final Agencies agencies;
    private final Keys keys;
    private final Kinds kinds;
    private final Registry registry;

    Configuration(SandboxProperties properties, Agencies agencies, Keys keys, Kinds kinds, Registry registry) {
        this.properties = properties;
        this.agencies = agencies;
        this.keys = keys;
        this.kinds = kinds;
        this.registry = registry;
    }

    Map<String, Object> answer(String agency) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("areaCode", agencies.find(agency).orElseThrow().areaCode());
        answer.put("region", Kinds.REGION);
        answer.put("tag", "CZ-EI-" + Kinds.REGION);
        answer.put("normVersion", NORM_VERSION);
        answer.put("province", properties.province());
        answer.put("unit", registry.unit(agency));
        answer.put("kinds", kinds.open());
        answer.put(
                "items",
                registry.items(agency).stream().map(Configuration::item).toList());
        answer.put("papers", Papers.ALL.stream().map(Configuration::paper).toList());
        answer.put("drawCertificate", certificate(agency));
        answer.put("supervisorySeal", keys.supervisorySeal().bytes());
        answer.put("supervisoryCertificate", keys.bureau().certificate());
        answer.put("roots", List.of(keys.root()));
        answer.put("unitSeal", registry.seal(agency).bytes());
        answer.put("registryDigest", registry.digest(agency));
        return answer;
    }

    private static Map<String, Object> paper(Papers.Paper paper) {
        var row = new LinkedHashMap<String, Object>();
        row.put("code", paper.code());
        row.put("name", paper.name());
        row.put("use", paper.use());
        row.put("width", Papers.WIDTH);
        return row;
    }

    /** 领用证 Good for this year and the month after it, when the next one is fetched. */
    private Map<String, Object> certificate(String agency) {
        int year = kinds.today().getYear();
        var limits = new ArrayList<Map<String, Object>>();
        kinds.open().stream()
                .map(kind -> kind.billCode().substring(0, 6))
                .distinct()
                .forEach(subject -> limits.add(limit(subject, NumberDesk.COUNT_MAX)));
        Papers.ALL.forEach(paper -> limits.add(limit(paper.code(), PAPER_PER_DRAW)));
        var row = new LinkedHashMap<String, Object>();
        row.put("no", "LYZ" + agency);
        row.put("region", properties.province() + "财政厅");
        row.put("validFrom", year + "-01-01");
        row.put("validUntil", (year + 1) + "-01-31");
        row.put("kinds", limits);
        return row;
    }

    private static Map<String, Object> limit(String subject, long perDraw) {
        var row = new LinkedHashMap<String, Object>();
        row.put("subject", subject);
        row.put("perDraw", perDraw);
        row.put("perYear", 0);
        return row;
    }

    private static Map<String, Object> item(Registry.ChargeItem item) {
        var kindNames = new ArrayList<String>();
        if (item.outpatient() > 0) {
            kindNames.add("OUTPATIENT");
        }
        if (item.inpatient() > 0) {
            kindNames.add("INPATIENT");
        }
        var row = new LinkedHashMap<String, Object>();
        row.put("code", item.code());
        row.put("name", item.name());
        row.put("kinds", kindNames);
        row.put("order", item.order());
        row.put("outpatientOrder", item.outpatient());
        row.put("inpatientOrder", item.inpatient());
        return row;
    }
}
