package org.yipiao.supervision;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls;

/** Fills in what is known, checks, hands in, and asks after what was handed in. */
@Component
class FormBook implements UnitForms {
    private static final DateTimeFormatter NO_DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int FIELDS_MAX = 60;
    private static final Logger log = LoggerFactory.getLogger(FormBook.class);

    private final FormStore store;
    private final BureauAccounts accounts;
    private final BureauClient bureau;
    private final BureauSync sync;
    private final SealFacts seals;
    private final Units units;
    private final ChargeItems items;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    FormBook(
            FormStore store,
            BureauAccounts accounts,
            BureauClient bureau,
            BureauSync sync,
            SealFacts seals,
            Units units,
            ChargeItems items,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.bureau = bureau;
        this.sync = sync;
        this.seals = seals;
        this.units = units;
        this.items = items;
        this.clock = clock;
    }

    @Override
    public Layout layout(Kind kind) {
        return FormLayouts.of(kind);
    }

    @Override
    public Map<String, String> blank(UnitId unit, Kind kind, Map<String, String> known) {
        var fields = new LinkedHashMap<String, String>();
        var present = units.current(unit);
        switch (kind) {
            case UNIT -> {
                fields.put("agency", unit.value());
                fields.put("creditCode", present.party().code());
                fields.put("oldName", present.party().name());
                fields.put("oldPayeeName", present.party().payeeName());
                fields.put("oldPayeeAccount", present.party().payeeAccount());
                fields.put("oldPayeeBank", present.party().payeeBank());
                fields.put("name", present.party().name());
                fields.put("payeeName", present.party().payeeName());
                fields.put("payeeAccount", present.party().payeeAccount());
                fields.put("payeeBank", present.party().payeeBank());
                fields.put("issues", "是");
                fields.put("warned", "否");
                fields.put("arrears", "否");
            }
            case SEAL -> {
                fields.put("unitName", present.party().name());
                fields.putAll(seals.forForm(unit));
                fields.put("changeType", "更换");
                fields.put("sealType", "电子票据专用章");
                fields.put("newSealName", present.party().name() + "电子票据专用章");
            }
            case ITEM -> {
                fields.put("unitName", present.party().name());
                fields.put("application", "新增");
                fields.put("income", "医疗收入");
                fields.put("funds", "事业收入");
                fields.put("collection", "单位自收");
                fields.put("order", "99");
            }
        }
        fields.put(
                kind == Kind.ITEM ? "validFrom" : "effectiveFrom", today(unit).toString());
        names(kind).stream().filter(known::containsKey).forEach(name -> fields.put(name, known.get(name)));
        return fields;
    }

    private static List<String> names(Kind kind) {
        return FormLayouts.of(kind).sections().stream()
                .flatMap(section -> section.fields().stream())
                .map(Field::name)
                .toList();
    }

    @Override
    public Form save(UnitId unit, Kind kind, @Nullable Long id, Map<String, String> fields, String by) {
        if (fields.size() > FIELDS_MAX) {
            throw new Refused(400, "FIELD_INVALID", "表单字段过多，请刷新页面后重新填写");
        }
        var layout = FormLayouts.of(id == null ? kind : get(unit, id).kind());
        var current = blank(unit, layout.kind(), Map.of());
        var kept = new LinkedHashMap<String, String>();
        for (Section section : layout.sections()) {
            for (Field field : section.fields()) {
                String typed = fields.getOrDefault(field.name(), "");
                kept.put(
                        field.name(),
                        field.type() == UnitForms.Type.CURRENT
                                ? current.getOrDefault(field.name(), "")
                                : String.valueOf(typed).strip());
            }
        }
        refuse(FormLayouts.faults(layout, kept, false));
        if (id == null) {
            long made = store.add(unit, newNo(unit), kind, kept, by, clock.instant());
            return get(unit, made);
        }
        if (!store.change(unit, id, kept)) {
            throw closed();
        }
        return get(unit, id);
    }

    /** 表单号 with the day and four random digits, unique in the database. */
    private String newNo(UnitId unit) {
        return unit.value() + "-" + NO_DAY.format(today(unit)) + "-"
                + String.format(java.util.Locale.ROOT, "%08d", random.nextInt(100_000_000));
    }

    @Override
    public Form submit(UnitId unit, long id, String by) {
        var form = get(unit, id);
        var faults = new ArrayList<>(FormLayouts.faults(FormLayouts.of(form.kind()), form.fields(), true));
        rules(unit, form, faults);
        refuse(faults);
        if (!store.submitted(unit, id, by, clock.instant())) {
            throw closed();
        }
        follow(unit, get(unit, id));
        return get(unit, id);
    }

    private void rules(UnitId unit, Form form, List<FieldError> faults) {
        var fields = form.fields();
        switch (form.kind()) {
            case UNIT -> {
                boolean same = List.of("Name", "PayeeName", "PayeeAccount", "PayeeBank").stream()
                        .allMatch(name -> fields.getOrDefault("old" + name, "")
                                .equals(fields.getOrDefault(lowerFirst(name), "")));
                if (same) {
                    faults.add(new FieldError("name", "变更后", "", "与变更前相同，没有要变更的内容", "请修改单位名称、收款户名、账号或开户行"));
                }
            }
            case SEAL -> {
                String from = fields.getOrDefault("effectiveFrom", "");
                if (FormLayouts.isDay(from) && LocalDate.parse(from).isBefore(today(unit))) {
                    faults.add(new FieldError("effectiveFrom", "启用时间", from, "不能早于今天", "请改为今天或以后"));
                }
                FormLayouts.inOrder(fields, "effectiveFrom", "certificateUntil", "证书有效期至", faults);
            }
            case ITEM -> {
                FormLayouts.inOrder(fields, "priceMin", "priceMax", "收费标准上限（元）", faults);
                FormLayouts.inOrder(fields, "validFrom", "validUntil", "失效日期", faults);
                String code = fields.getOrDefault("code", "");
                boolean listed = items.find(unit, code)
                        .filter(ChargeItems.ChargeItem::listed)
                        .isPresent();
                boolean isNew = fields.getOrDefault("application", "").equals("新增");
                if (isNew && listed) {
                    faults.add(new FieldError("code", "项目编码", code, "财政已下发该项目", "请改为变更申请，或换一个编码"));
                } else if (!isNew && !listed && !code.isEmpty()) {
                    faults.add(new FieldError("code", "项目编码", code, "财政没有下发该项目", "请核对编码，或改为新增申请"));
                }
            }
        }
    }

    private static String lowerFirst(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    @Override
    public Form withdraw(UnitId unit, long id, String by) {
        get(unit, id);
        if (!store.withdrawn(unit, id, by, clock.instant())) {
            throw closed();
        }
        return get(unit, id);
    }

    @Override
    public Form get(UnitId unit, long id) {
        return store.find(unit, id).orElseThrow(() -> new Refused(404, "FORM_NOT_FOUND", "没有这份表单；请刷新列表"));
    }

    @Override
    public List<Step> steps(UnitId unit, long id) {
        get(unit, id);
        return store.steps(unit, id);
    }

    @Override
    public Page<Form> list(UnitId unit, @Nullable Kind kind, @Nullable State state, int pageNo, int pageSize) {
        return store.list(unit, kind, state, pageNo, pageSize);
    }

    /** Takes every open form one step further. The same form sent twice is taken once. */
    void follow(UnitId unit) {
        for (Form form : store.open(unit)) {
            follow(unit, form);
        }
    }

    private void follow(UnitId unit, Form form) {
        if (!accounts.of(unit).usable()) {
            return;
        }
        try {
            if (form.state() == State.SUBMITTED) {
                ask(unit, form);
            }
            if (get(unit, form.id()).state() == State.APPROVED) {
                bringHome(unit, form);
            }
        } catch (CallFailed | PartyCalls.PartyDown away) {
            log.info("表单 {} 暂未送达或查询财政，稍后自动重试：{}", form.formNo(), away.getMessage());
        }
    }

    private void ask(UnitId unit, Form form) {
        var answer = form.sent()
                ? bureau.queryForm(unit, form.formNo())
                : bureau.submitForm(unit, form.formNo(), form.kind().name(), form.fields());
        Instant now = clock.instant();
        switch (answer.state()) {
            case "SUBMITTED" -> store.sent(unit, form.id(), now);
            case "APPROVED" ->
                store.decided(unit, form.id(), State.APPROVED, text(answer.opinion()), text(answer.reviewer()), now);
            case "RETURNED" ->
                store.decided(unit, form.id(), State.RETURNED, text(answer.opinion()), text(answer.reviewer()), now);
            case "NONE" -> bureau.submitForm(unit, form.formNo(), form.kind().name(), form.fields());
            default ->
                throw new CallFailed(
                        org.yipiao.transit.Outcome.Fault.WRONG_ANSWER, "财政票据系统返回的表单状态不能识别：" + answer.state());
        }
    }

    private void bringHome(UnitId unit, Form form) {
        var changes = sync.run(unit, "表单 " + form.formNo());
        store.synced(unit, form.id(), clock.instant(), "已同步：" + changes.text());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private LocalDate today(UnitId unit) {
        ZoneId zone = units.current(unit).zone();
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private static void refuse(List<FieldError> faults) {
        if (!faults.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有 " + faults.size() + " 处不符合规则，请按提示修改", faults);
        }
    }

    private static Refused closed() {
        return new Refused(409, "FORM_CLOSED", "表单已提交或已作废，不能再改；请刷新列表");
    }
}
