package org.yipiao.sandbox.bureau;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.Agencies;
import org.yipiao.sandbox.SandboxApplication;
import tools.jackson.databind.json.JsonMapper;

/** 单位表单审核 Takes the hospital's three forms, keeps them, and on approval changes what is on file. */
@Component
class FormDesk {
    static final int FIELDS_MAX = 60;
    static final int VALUE_MAX = 500;

    private static final String FORM = "form:";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ledger ledger;
    private final Registry registry;
    private final Agencies agencies;
    private final InstantSource clock;

    FormDesk(Ledger ledger, Registry registry, Agencies agencies, InstantSource clock) {
        this.ledger = ledger;
        this.registry = registry;
        this.agencies = agencies;
        this.clock = clock;
    }

    /** @param agency the unit that handed it in @param state SUBMITTED, APPROVED or RETURNED */
    record Form(
            String agency,
            String formNo,
            String kind,
            Map<String, String> fields,
            String state,
            String opinion,
            String reviewer,
            String submittedAt,
            String decidedAt) {
        boolean isOf(String other) {
            return agency.equals(other);
        }
    }

    /** The same form sent again, with its answer lost, is taken once. */
    Form submit(String agency, String formNo, String kind, Map<String, String> fields) {
        if (!formNo.matches("[0-9A-Za-z-]{1,40}")) {
            throw new IllegalArgumentException("formNo 应为 1 到 40 位字母、数字或横线");
        }
        if (!List.of("UNIT", "SEAL", "ITEM").contains(kind)) {
            throw new IllegalArgumentException("kind 应为 UNIT、SEAL 或 ITEM");
        }
        if (fields.size() > FIELDS_MAX || fields.values().stream().anyMatch(value -> value.length() > VALUE_MAX)) {
            throw new IllegalArgumentException("表单字段过多或过长");
        }
        return ledger.write(() -> {
            var known = find(formNo);
            if (known.isPresent() && !known.get().isOf(agency)) {
                throw new IllegalArgumentException("表单号 " + formNo + " 已被使用");
            }
            if (known.isPresent() && !known.get().state().equals("RETURNED")) {
                return known.get();
            }
            var form = new Form(
                    agency,
                    formNo,
                    kind,
                    Map.copyOf(fields),
                    "SUBMITTED",
                    "",
                    "",
                    clock.instant().toString(),
                    "");
            keep(form);
            return form;
        });
    }

    Optional<Form> find(String formNo) {
        return ledger.registered(FORM + formNo).map(this::form);
    }

    /** A form kept before there were several units is the first one's. */
    private Form form(String text) {
        var kept = (tools.jackson.databind.node.ObjectNode) JSON.readTree(text);
        if (!kept.has("agency")) {
            kept.put("agency", agencies.first().agency());
        }
        return JSON.treeToValue(kept, Form.class);
    }

    /** Newest first. */
    List<Form> all() {
        var all = new ArrayList<Form>();
        ledger.registeredUnder(FORM).values().forEach(text -> all.add(form(text)));
        all.sort((a, b) -> b.submittedAt().compareTo(a.submittedAt()));
        return all;
    }

    Form decide(String formNo, boolean approve, String opinion) {
        return ledger.write(() -> {
            var form = find(formNo).orElseThrow(() -> new IllegalArgumentException("没有这份表单：" + formNo));
            if (!form.state().equals("SUBMITTED")) {
                throw new IllegalArgumentException("表单已审核：" + formNo);
            }
            var decided = new Form(
                    form.agency(),
                    formNo,
                    form.kind(),
                    form.fields(),
                    approve ? "APPROVED" : "RETURNED",
                    opinion.isBlank() ? (approve ? "同意" : "请补充后重新提交") : opinion,
                    "财政审核员",
                    form.submittedAt(),
                    clock.instant().toString());
            if (approve) {
                apply(decided);
            }
            keep(decided);
            return decided;
        });
    }

    private void keep(Form form) {
        ledger.register(FORM + form.formNo(), JSON.writeValueAsString(form));
    }

    private void apply(Form form) {
        var fields = form.fields();
        switch (form.kind()) {
            case "UNIT" -> {
                var changed = new LinkedHashMap<String, String>();
                for (String name : List.of("name", "payeeName", "payeeAccount", "payeeBank")) {
                    String value = fields.getOrDefault(name, "");
                    if (!value.isBlank()) {
                        changed.put(name, value);
                    }
                }
                registry.changeUnit(form.agency(), changed);
            }
            case "ITEM" -> {
                boolean stopped = fields.getOrDefault("application", "").equals("停用");
                String kinds = fields.getOrDefault("billKinds", "");
                int order = order(fields.getOrDefault("order", ""));
                registry.changeItem(
                        form.agency(),
                        new Registry.ChargeItem(
                                fields.getOrDefault("code", ""),
                                fields.getOrDefault("name", ""),
                                !stopped && kinds.contains("门诊") ? order : 0,
                                !stopped && kinds.contains("住院") ? order : 0,
                                order));
            }
            case "SEAL" -> {
                String owner = registry.unit(form.agency()).getOrDefault("name", "");
                registry.newSeal(form.agency(), owner, fields.getOrDefault("sealType", "电子票据专用章"), from(fields));
            }
            default -> throw new IllegalArgumentException("不支持的表单：" + form.kind());
        }
    }

    private static int order(String text) {
        return text.matches("[1-9]\\d{0,2}") ? Integer.parseInt(text) : 99;
    }

    /** 启用时间 at the beginning of the day, not before now. */
    private Instant from(Map<String, String> fields) {
        Instant now = clock.instant();
        try {
            Instant asked = LocalDate.parse(fields.getOrDefault("effectiveFrom", ""))
                    .atStartOfDay(SandboxApplication.ZONE)
                    .toInstant();
            return asked.isBefore(now) ? now : asked;
        } catch (DateTimeParseException e) {
            return now;
        }
    }

    /** For the wire: everything but the fields. */
    static Map<String, Object> answer(Form form) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("formNo", form.formNo());
        answer.put("state", form.state());
        answer.put("opinion", form.opinion());
        answer.put("reviewer", form.reviewer());
        answer.put("decidedAt", form.decidedAt());
        return answer;
    }
}
