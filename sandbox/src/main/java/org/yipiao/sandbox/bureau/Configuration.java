package org.yipiao.sandbox.bureau;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.Keys;
import org.yipiao.sandbox.SandboxProperties;

/** 开票配置 What the bureau tells a hospital about itself: unit, kinds, charge items, seals, trusted roots. */
@Component
class Configuration {
    private static final String NORM_VERSION = "1.1.0";
    private static final long PAPER_PER_DRAW = 100_000;

    private final SandboxProperties properties;
    private final Keys keys;
    private final Kinds kinds;

    Configuration(SandboxProperties properties, Keys keys, Kinds kinds) {
        this.properties = properties;
        this.keys = keys;
        this.kinds = kinds;
    }

    /** 收费项目 @param outpatient place on an outpatient bill, 0: not there @param inpatient likewise */
    private record ChargeItem(String code, String name, int outpatient, int inpatient) {}

    /** 填列规定 The national categories in their order on the two kinds of bill. */
    private static final List<ChargeItem> ITEMS = List.of(
            new ChargeItem("01", "床位费", 0, 1),
            new ChargeItem("02", "诊察费", 1, 2),
            new ChargeItem("03", "检查费", 2, 3),
            new ChargeItem("04", "化验费", 3, 4),
            new ChargeItem("05", "治疗费", 4, 5),
            new ChargeItem("06", "手术费", 5, 6),
            new ChargeItem("07", "护理费", 0, 7),
            new ChargeItem("08", "卫生材料费", 6, 8),
            new ChargeItem("09", "西药费", 7, 9),
            new ChargeItem("10", "中药饮片", 8, 10),
            new ChargeItem("11", "中成药费", 9, 11),
            new ChargeItem("12", "一般诊疗费", 10, 12),
            new ChargeItem("13", "挂号费", 11, 0),
            new ChargeItem("14", "其他收费", 12, 13));

    Map<String, Object> answer() {
        var unit = new LinkedHashMap<String, Object>();
        unit.put("agency", properties.agency());
        unit.put("creditCode", properties.unit().creditCode());
        unit.put("name", properties.unit().name());
        unit.put("payeeName", properties.unit().payeeName());
        unit.put("payeeAccount", properties.unit().payeeAccount());
        unit.put("payeeBank", properties.unit().payeeBank());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("areaCode", properties.unit().areaCode());
        answer.put("region", Kinds.REGION);
        answer.put("tag", "CZ-EI-" + Kinds.REGION);
        answer.put("normVersion", NORM_VERSION);
        answer.put("province", properties.province());
        answer.put("unit", unit);
        answer.put("kinds", kinds.open());
        answer.put("items", ITEMS.stream().map(Configuration::item).toList());
        answer.put("papers", Papers.ALL.stream().map(Configuration::paper).toList());
        answer.put("drawCertificate", certificate());
        answer.put("supervisorySeal", keys.supervisorySeal().bytes());
        answer.put("supervisoryCertificate", keys.bureau().certificate());
        answer.put("roots", List.of(keys.root()));
        answer.put("unitSeal", keys.unitSeal().bytes());
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
    private Map<String, Object> certificate() {
        int year = kinds.today().getYear();
        var limits = new ArrayList<Map<String, Object>>();
        kinds.open().stream()
                .map(kind -> kind.billCode().substring(0, 6))
                .distinct()
                .forEach(subject -> limits.add(limit(subject, NumberDesk.COUNT_MAX)));
        Papers.ALL.forEach(paper -> limits.add(limit(paper.code(), PAPER_PER_DRAW)));
        var row = new LinkedHashMap<String, Object>();
        row.put("no", "LYZ" + properties.agency());
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

    private static Map<String, Object> item(ChargeItem item) {
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
        row.put("order", Integer.parseInt(item.code()));
        row.put("outpatientOrder", item.outpatient());
        row.put("inpatientOrder", item.inpatient());
        return row;
    }
}
