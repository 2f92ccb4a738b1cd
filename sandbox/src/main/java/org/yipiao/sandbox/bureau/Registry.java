package org.yipiao.sandbox.bureau;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yipiao.bill.SealRef;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.sandbox.Agencies;
import org.yipiao.sandbox.Keys;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** 备案 What the bureau has on file of each hospital: its data, the charge items it may use, its seals. Forms change it. */
@Component
class Registry {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final String UNIT = "unit";
    private static final String ITEM = "item:";
    private static final String SEAL = "seal:";

    private final Ledger ledger;
    private final Keys keys;
    private final InstantSource clock;
    private final Agencies agencies;
    private final Map<String, List<Registered>> seals = new ConcurrentHashMap<>();

    Registry(Ledger ledger, Keys keys, Agencies agencies, InstantSource clock) {
        this.ledger = ledger;
        this.keys = keys;
        this.clock = clock;
        this.agencies = agencies;
    }

    /** What the first unit has on file stands where it stood before there were others. */
    private String under(String agency, String key) {
        return agency.equals(agencies.first().agency()) ? key : "agency:" + agency + ":" + key;
    }

    /** 收费项目 @param outpatient place on an outpatient bill, 0: not there @param inpatient likewise */
    record ChargeItem(String code, String name, int outpatient, int inpatient, int order) {}

    /** 备案印章 @param from when new bills begin to carry it */
    private record Registered(Seal seal, Instant from) {}

    /** 填列规定 The national categories in their order on the two kinds of bill. */
    private static final List<ChargeItem> NATIONAL = List.of(
            new ChargeItem("01", "床位费", 0, 1, 1),
            new ChargeItem("02", "诊察费", 1, 2, 2),
            new ChargeItem("03", "检查费", 2, 3, 3),
            new ChargeItem("04", "化验费", 3, 4, 4),
            new ChargeItem("05", "治疗费", 4, 5, 5),
            new ChargeItem("06", "手术费", 5, 6, 6),
            new ChargeItem("07", "护理费", 0, 7, 7),
            new ChargeItem("08", "卫生材料费", 6, 8, 8),
            new ChargeItem("09", "西药费", 7, 9, 9),
            new ChargeItem("10", "中药饮片", 8, 10, 10),
            new ChargeItem("11", "中成药费", 9, 11, 11),
            new ChargeItem("12", "一般诊疗费", 10, 12, 12),
            new ChargeItem("13", "挂号费", 11, 0, 13),
            new ChargeItem("14", "其他收费", 12, 13, 14));

    Map<String, String> unit(String agency) {
        var known = agencies.find(agency).orElseThrow();
        var unit = new LinkedHashMap<String, String>();
        unit.put("agency", agency);
        unit.put("creditCode", known.creditCode());
        unit.put("name", known.name());
        unit.put("payeeName", known.payeeName());
        unit.put("payeeAccount", known.payeeAccount());
        unit.put("payeeBank", known.payeeBank());
        ledger.registered(under(agency, UNIT))
                .map(text -> JSON.readValue(text, TEXTS))
                .ifPresent(unit::putAll);
        return unit;
    }

    /** Only inside {@link Ledger#write}. */
    void changeUnit(String agency, Map<String, String> changed) {
        var unit = unit(agency);
        unit.putAll(changed);
        ledger.register(under(agency, UNIT), JSON.writeValueAsString(unit));
    }

    List<ChargeItem> items(String agency) {
        var items = new TreeMap<String, ChargeItem>();
        NATIONAL.forEach(item -> items.put(item.code(), item));
        ledger.registeredUnder(under(agency, ITEM)).forEach((key, text) -> {
            var item = JSON.readValue(text, ChargeItem.class);
            if (item.outpatient() == 0 && item.inpatient() == 0) {
                items.remove(item.code());
            } else {
                items.put(item.code(), item);
            }
        });
        return new ArrayList<>(items.values());
    }

    /** On no kind of bill: the item is taken off. Only inside {@link Ledger#write}. */
    void changeItem(String agency, ChargeItem item) {
        ledger.register(under(agency, ITEM) + item.code(), JSON.writeValueAsString(item));
    }

    /** The seal that new bills carry now. */
    Seal seal(String agency) {
        Instant now = clock.instant();
        Seal current = keys.unitSeal(agency);
        for (var registered : seals(agency)) {
            if (!registered.from().isAfter(now)) {
                current = registered.seal();
            }
        }
        return current;
    }

    boolean knows(String agency, SealRef ref) {
        return keys.unitSeal(agency).ref().equals(ref)
                || seals(agency).stream()
                        .anyMatch(registered -> registered.seal().ref().equals(ref));
    }

    boolean knowsSeal(String agency, String id) {
        return keys.unitSeal(agency).ref().id().equals(id)
                || seals(agency).stream()
                        .anyMatch(registered -> registered.seal().ref().id().equals(id));
    }

    /** Makes and registers a new seal; old ones stay good for bills that carry them. Only inside {@link Ledger#write}. */
    Seal newSeal(String agency, String owner, String type, Instant from) {
        Seal made = keys.newUnitSeal(agency, owner, type, from);
        ledger.register(
                under(agency, SEAL)
                        + String.format(
                                java.util.Locale.ROOT, "%06d", seals(agency).size()),
                JSON.writeValueAsString(Map.of(
                        "from",
                        from.toString(),
                        "seal",
                        java.util.Base64.getEncoder().encodeToString(made.bytes()))));
        seals.remove(agency);
        return made;
    }

    private List<Registered> seals(String agency) {
        return seals.computeIfAbsent(agency, this::readSeals);
    }

    private List<Registered> readSeals(String agency) {
        return ledger.registeredUnder(under(agency, SEAL)).values().stream()
                .map(text -> JSON.readValue(text, TEXTS))
                .map(row -> new Registered(
                        Seal.parse(java.util.Base64.getDecoder()
                                .decode(Optional.ofNullable(row.get("seal")).orElseThrow())),
                        Instant.parse(Optional.ofNullable(row.get("from")).orElseThrow())))
                .toList();
    }

    /** 备案摘要 SM3 over unit and items in one fixed text, so that both sides can see that they have the same. */
    String digest(String agency) {
        var text = new StringBuilder();
        var unit = unit(agency);
        for (String name : List.of("agency", "creditCode", "name", "payeeName", "payeeAccount", "payeeBank")) {
            text.append(unit.getOrDefault(name, "")).append('\n');
        }
        for (var item : items(agency)) {
            text.append(item.code())
                    .append('|')
                    .append(item.name())
                    .append('|')
                    .append(item.outpatient() > 0 ? "O" : "")
                    .append(item.inpatient() > 0 ? "I" : "")
                    .append('|')
                    .append(item.order())
                    .append('\n');
        }
        return Sm2.sm3Hex(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
