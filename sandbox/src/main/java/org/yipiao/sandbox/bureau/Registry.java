package org.yipiao.sandbox.bureau;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.yipiao.bill.SealRef;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.sandbox.Keys;
import org.yipiao.sandbox.SandboxProperties;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** 备案 What the bureau has on file of the hospital: its data, the charge items it may use, its seals. Forms change it. */
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
    private final Map<String, String> firstUnit = new LinkedHashMap<>();
    private volatile List<Registered> seals = List.of();

    Registry(Ledger ledger, Keys keys, SandboxProperties properties, InstantSource clock) {
        this.ledger = ledger;
        this.keys = keys;
        this.clock = clock;
        firstUnit.put("agency", properties.agency());
        firstUnit.put("creditCode", properties.unit().creditCode());
        firstUnit.put("name", properties.unit().name());
        firstUnit.put("payeeName", properties.unit().payeeName());
        firstUnit.put("payeeAccount", properties.unit().payeeAccount());
        firstUnit.put("payeeBank", properties.unit().payeeBank());
        readSeals();
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

    Map<String, String> unit() {
        var unit = new LinkedHashMap<>(firstUnit);
        ledger.registered(UNIT).map(text -> JSON.readValue(text, TEXTS)).ifPresent(unit::putAll);
        return unit;
    }

    /** Only inside {@link Ledger#write}. */
    void changeUnit(Map<String, String> changed) {
        var unit = unit();
        unit.putAll(changed);
        ledger.register(UNIT, JSON.writeValueAsString(unit));
    }

    List<ChargeItem> items() {
        var items = new TreeMap<String, ChargeItem>();
        NATIONAL.forEach(item -> items.put(item.code(), item));
        ledger.registeredUnder(ITEM).forEach((key, text) -> {
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
    void changeItem(ChargeItem item) {
        ledger.register(ITEM + item.code(), JSON.writeValueAsString(item));
    }

    /** The seal that new bills carry now. */
    Seal seal() {
        Instant now = clock.instant();
        Seal current = keys.unitSeal();
        for (var registered : seals) {
            if (!registered.from().isAfter(now)) {
                current = registered.seal();
            }
        }
        return current;
    }

    boolean knows(SealRef ref) {
        return keys.unitSeal().ref().equals(ref)
                || seals.stream().anyMatch(registered -> registered.seal().ref().equals(ref));
    }

    boolean knowsSeal(String id) {
        return keys.unitSeal().ref().id().equals(id)
                || seals.stream()
                        .anyMatch(registered -> registered.seal().ref().id().equals(id));
    }

    /** Makes and registers a new seal; old ones stay good for bills that carry them. Only inside {@link Ledger#write}. */
    Seal newSeal(String owner, String type, Instant from) {
        Seal made = keys.newUnitSeal(owner, type, from);
        ledger.register(
                SEAL + String.format(java.util.Locale.ROOT, "%06d", seals.size()),
                JSON.writeValueAsString(Map.of(
                        "from",
                        from.toString(),
                        "seal",
                        java.util.Base64.getEncoder().encodeToString(made.bytes()))));
        readSeals();
        return made;
    }

    private void readSeals() {
        seals = ledger.registeredUnder(SEAL).values().stream()
                .map(text -> JSON.readValue(text, TEXTS))
                .map(row -> new Registered(
                        Seal.parse(java.util.Base64.getDecoder()
                                .decode(Optional.ofNullable(row.get("seal")).orElseThrow())),
                        Instant.parse(Optional.ofNullable(row.get("from")).orElseThrow())))
                .toList();
    }

    /** 备案摘要 SM3 over unit and items in one fixed text, so that both sides can see that they have the same. */
    String digest() {
        var text = new StringBuilder();
        var unit = unit();
        for (String name : List.of("agency", "creditCode", "name", "payeeName", "payeeAccount", "payeeBank")) {
            text.append(unit.getOrDefault(name, "")).append('\n');
        }
        for (var item : items()) {
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
