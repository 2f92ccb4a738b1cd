package org.yipiao.agent;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;
import tools.jackson.databind.JsonNode;

/**
 * 离线结算 Reads an issuing request as the platform would, from the codes it told last. What only the platform can decide
 * (prepayment, rounding lines, unmapped codes) is refused: a bill issued here can not be unsaid.
 */
final class OfflineReader {
    private static final Map<String, Method> METHODS = Map.of(
            "invoiceebilloutpatient", new Method(BillKind.OUTPATIENT, "02"),
            "invebillhospitalized", new Method(BillKind.INPATIENT, "01"),
            "invebillregistration", new Method(BillKind.OUTPATIENT, "06"),
            "invebillcheckup", new Method(BillKind.OUTPATIENT, "05"),
            "invoiceebillcheckup", new Method(BillKind.OUTPATIENT, "05"));

    private static final Pattern NATIONAL_BUS_TYPE = Pattern.compile("0[1-9]|1[0-2]");
    private static final Pattern PERSON_NUMBER =
            Pattern.compile("\\d{6}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01])\\d{3}[0-9Xx]");
    private static final int EXTRAS_MAX = 50;
    private static final int FAULTS_SHOWN = 5;
    private static final int LIST_TEXT_MAX = 200;

    private static final Map<String, String> INSURANCE_TYPES = Map.of(
            "01", "职工基本医疗保险",
            "02", "城乡居民基本医疗保险",
            "03", "新型农村合作医疗保险",
            "04", "贫困救助",
            "05", "商业医疗保险",
            "06", "全公费",
            "07", "全自费",
            "90", "城乡居民基本医疗保险",
            "99", "其他医疗保险");
    private static final Map<String, String> MEDICAL_LIST_NAMES =
            Map.of("01", "公务员医疗补助", "02", "基本医疗保险", "03", "补充医疗保险", "04", "其它医疗保险");

    private record Method(BillKind kind, String busType) {}

    /** 结算 @param point 开票点编码 ours */
    record Settled(String busType, LocalDateTime busAt, String point, BillContent content) {}

    /** 不能离线开具 with what is wrong, in Chinese. */
    static final class Unreadable extends Exception {
        Unreadable(String reason) {
            super(reason);
        }
    }

    private final BaseData base;
    private final String caller;
    private final List<String> faults = new ArrayList<>();

    private OfflineReader(BaseData base, String caller) {
        this.base = base;
        this.caller = caller;
    }

    /** @return empty when the method does not issue a bill that can be issued here */
    static Optional<BillKind> kind(String method) {
        return Optional.ofNullable(METHODS.get(method.toLowerCase(Locale.ROOT))).map(Method::kind);
    }

    static Settled read(BaseData base, String caller, String method, JsonNode data) throws Unreadable {
        var known = METHODS.get(method.toLowerCase(Locale.ROOT));
        if (known == null || !base.knows(caller)) {
            throw new Unreadable("离线时不能办理 " + method);
        }
        var reader = new OfflineReader(base, caller);
        var settled = reader.settled(known, data);
        if (!reader.faults.isEmpty()) {
            var shown = reader.faults.subList(0, Math.min(FAULTS_SHOWN, reader.faults.size()));
            throw new Unreadable("离线时不能开具：" + String.join("；", shown)
                    + (shown.size() < reader.faults.size() ? "；等" : "") + "。请更正后重试，或待联网后开具");
        }
        return settled;
    }

    private Settled settled(Method method, JsonNode data) {
        var in = new SentFields(data, "", faults);
        String busNo = in.needed("busNo", "业务流水号", 50);
        String sentType = in.needed("busType", "业务标识", 20);
        String busType = base.ours(caller, "BUS_TYPE", sentType)
                .orElse(NATIONAL_BUS_TYPE.matcher(sentType).matches() ? sentType : method.busType());
        var busAt = in.time("busDateTime", "业务发生时间").orElse(LocalDateTime.MIN);
        String place = in.needed("placeCode", "开票点编码", 50);
        String point = base.ours(caller, "PLACE", place).orElse("");
        if (point.isEmpty() && !place.isEmpty()) {
            in.fault("placeCode", "开票点编码", "=" + place + " 未对照到开票点");
        }
        if (in.has("payMentVoucher")) {
            in.fault("payMentVoucher", "预交金凭证", "须联网核销");
        }
        return new Settled(busType, busAt, point, content(in, method, busNo));
    }

    private BillContent content(SentFields in, Method method, String busNo) {
        boolean inpatient = method.kind() == BillKind.INPATIENT;
        in.needed("totalAmt", "开票总金额", 40);
        var total = in.exactMoney("totalAmt", "开票总金额");
        if (total.isNegative() || total.isZero()) {
            in.fault("totalAmt", "开票总金额", "必须大于零");
        }
        var lines = lines(in, method.kind());
        var sum = lines.items().stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
        if (!sum.equals(total)) {
            in.fault("totalAmt", "开票总金额", "=" + total.plain() + " 与收费项目合计 " + sum.plain() + " 不一致");
        }
        String author = in.text("author", "票据编制人", 100);
        String payee = in.text("payee", "收费员", 50);
        if (author.isEmpty() && payee.isEmpty()) {
            in.fault("payee", "收费员", "不能为空");
        }
        return new BillContent(
                method.kind(),
                total,
                payer(in),
                payMode(in),
                busNo,
                in.text("remark", "备注", 200),
                payee.isEmpty() ? author : payee,
                in.text("checker", "票据复核人", 100),
                medical(in, inpatient),
                lines.items(),
                lines.aux());
    }

    private static Payer payer(SentFields in) {
        String type = in.text("payerType", "交款人类型", 60).equals("2") ? "2" : "1";
        String code = in.text("idCardNo", "证件号码", 30);
        boolean person = type.equals("1") || PERSON_NUMBER.matcher(code).matches();
        return new Payer(type, person ? Payer.masked(code) : code, in.needed("payer", "患者姓名", 100), "", "");
    }

    private String payMode(SentFields in) {
        var most = BigDecimal.ZERO;
        String mode = "";
        for (var row : in.rows("payChannelDetail")) {
            String sent = row.text("payChannelCode", "交费渠道编码", 50);
            String ours = base.ours(caller, "PAY_CHANNEL", sent).orElse(sent);
            if (base.stoppedChannels().contains(ours)) {
                row.fault("payChannelCode", "交费渠道编码", "=" + sent + " 已停用");
            }
            var amount = row.fine("payChannelValue", "交费渠道金额");
            if (amount.compareTo(most) > 0) {
                most = amount;
                mode = switch (ours) {
                    case "02" -> "1";
                    case "01", "07", "08" -> "2";
                    case "04", "05", "09", "10", "13" -> "4";
                    default -> "";
                };
            }
        }
        return mode;
    }

    private static Medical medical(SentFields in, boolean inpatient) {
        String sex = in.text("sex", "性别", 10);
        String admitted = in.date("inHospitalDate", "住院日期");
        String left = in.date("outHospitalDate", "出院日期");
        if (!admitted.isEmpty() && !left.isEmpty() && admitted.compareTo(left) > 0) {
            in.fault("outHospitalDate", "出院日期", "早于住院日期");
        }
        return new Medical(
                sex.equals("男") || sex.equals("女") ? sex : "",
                in.text("age", "年龄", 20),
                inpatient ? "" : in.text("patientNo", "患者就诊编号", 50),
                inpatient ? "" : in.date("consultationDate", "就诊日期"),
                in.text("medicalInstitution", "医疗机构类型", 60),
                insuranceType(in),
                in.text("medicalInsuranceID", "患者医保编号", 50),
                in.money("fundPay", "医保统筹基金支付"),
                in.money("otherfundPay", "其它医保支付"),
                in.money("accountPay", "个人账户支付"),
                in.money("selfCashPay", "个人现金支付"),
                in.money("selfPayAmt", "个人自付"),
                in.money("ownPay", "自费金额"),
                in.text("caseNumber", "病历号", 50),
                in.text("hospitalNo", "患者住院号", 50),
                department(in, inpatient),
                inpatient ? admitted : "",
                inpatient ? left : "",
                sum(in, "cashPay", "chequePay", "transferAccountPay"),
                sum(in, "cashRecharge", "chequeRecharge", "transferRecharge"),
                sum(in, "cashRefund", "chequeRefund", "transferRefund"),
                extras(in));
    }

    private static Money sum(SentFields in, String... names) {
        var sum = Money.ZERO;
        for (String name : names) {
            sum = sum.plus(in.money(name, "预缴与退补金额"));
        }
        return sum;
    }

    private static String department(SentFields in, boolean inpatient) {
        String leaving = inpatient ? in.text("leaveCategory", "出院科室名称", 100) : "";
        String category = in.text("category", "科室名称", 100);
        String clinic = in.text("patientCategory", "就诊科室", 100);
        return !leaving.isEmpty() ? leaving : !category.isEmpty() ? category : clinic;
    }

    private static String insuranceType(SentFields in) {
        String name = in.text("medicalCareType", "医保类型名称", 60);
        String code = in.text("medCareTypeCode", "医保类型编码", 60);
        return name.isEmpty() ? INSURANCE_TYPES.getOrDefault(code, "") : name;
    }

    private static List<Medical.Extra> extras(SentFields in) {
        var extras = new ArrayList<Medical.Extra>();
        for (var row : in.rows("otherInfo")) {
            add(extras, row.text("infoName", "扩展信息名称", 100), row.text("infoValue", "扩展信息值", 200));
        }
        for (var row : in.rows("otherMedicalList")) {
            String name = row.text("infoName", "医保信息名称", 100);
            String other = row.text("infoOther", "医保其它信息", 100);
            String value = row.text("infoValue", "医保信息值", 100);
            add(
                    extras,
                    MEDICAL_LIST_NAMES.getOrDefault(name, name),
                    other.isEmpty() ? value : (value + " " + other).strip());
        }
        if (extras.size() > EXTRAS_MAX) {
            in.fault("otherInfo", "其它扩展信息列表", "最多 " + EXTRAS_MAX + " 条");
        }
        return extras;
    }

    private static void add(List<Medical.Extra> extras, String name, String value) {
        if (!name.isEmpty() && !value.isEmpty()) {
            extras.add(new Medical.Extra(name, value));
        }
    }

    private record Lines(List<Item> items, List<AuxItem> aux) {}

    private record Line(String hisCode, String hisName, Item item) {}

    private Lines lines(SentFields in, BillKind kind) {
        var byCategory = new TreeMap<BaseData.Item, List<Line>>(
                Comparator.comparingInt(BaseData.Item::order).thenComparing(BaseData.Item::code));
        var byHisCode = new HashMap<String, BaseData.Item>();
        for (var row : in.rows("chargeDetail")) {
            String hisCode = row.needed("chargeCode", "收费项目代码", 50);
            var category = category(row, kind, hisCode);
            if (category == null) {
                continue;
            }
            byHisCode.put(hisCode, category);
            byCategory.computeIfAbsent(category, c -> new ArrayList<>()).add(line(row, hisCode, category));
        }
        if (byCategory.isEmpty() && faults.isEmpty()) {
            in.fault("chargeDetail", "收费项目明细", "不能为空");
        }
        if (byCategory.size() > BillContent.ITEMS_MAX) {
            in.fault("chargeDetail", "收费项目明细", "最多 " + BillContent.ITEMS_MAX + " 个收费项目");
        }
        var items = byCategory.values().stream().map(OfflineReader::merged).toList();
        var list = list(in, byHisCode);
        boolean merged = byCategory.values().stream().anyMatch(lines -> lines.size() > 1);
        return new Lines(items, list.isEmpty() && merged ? asList(byCategory) : list);
    }

    private BaseData.@org.jspecify.annotations.Nullable Item category(SentFields row, BillKind kind, String hisCode) {
        var ours = base.ours(caller, "CHARGE_ITEM", kind.medicalType() + "/" + hisCode)
                .or(() -> base.ours(caller, "CHARGE_ITEM", hisCode));
        var item = ours.map(code -> base.items().get(code)).orElse(null);
        if (item == null || !item.kinds().contains(kind)) {
            row.fault("chargeCode", "收费项目代码", "=" + hisCode + " 未对照到可用的财政收费项目");
            return null;
        }
        return item;
    }

    private static Line line(SentFields row, String hisCode, BaseData.Item category) {
        var amount = row.money("amt", "金额");
        if (amount.isNegative()) {
            row.fault("amt", "金额", "为负，须联网处理");
        }
        var quantity = row.fine("number", "数量");
        var price = row.fine("std", "收费标准");
        String unit = row.text("unit", "计量单位", 20);
        String hisName = row.text("chargeName", "收费项目名称", 100);
        boolean counted = quantity.signum() != 0 && (price.signum() != 0 || amount.isZero());
        return new Line(
                hisCode,
                hisName,
                new Item(
                        category.code(),
                        category.name(),
                        counted ? quantity : BigDecimal.ONE,
                        unit.isEmpty() ? "项" : unit,
                        counted ? price : amount.yuan(),
                        amount,
                        row.text("remark", "备注", 180)));
    }

    private static Item merged(List<Line> lines) {
        var first = lines.getFirst().item();
        if (lines.size() == 1) {
            return first;
        }
        var sum = lines.stream().map(line -> line.item().amount()).reduce(Money.ZERO, Money::plus);
        return new Item(first.code(), first.name(), BigDecimal.ONE, "项", sum.yuan(), sum, "");
    }

    private static List<AuxItem> asList(Map<BaseData.Item, List<Line>> byCategory) {
        var list = new ArrayList<AuxItem>();
        byCategory.forEach((category, lines) -> {
            for (var line : lines) {
                var item = line.item();
                list.add(new AuxItem(
                        category.code(),
                        category.name(),
                        line.hisCode(),
                        line.hisName().isEmpty() ? category.name() : line.hisName(),
                        "",
                        item.quantity(),
                        item.unit(),
                        item.price(),
                        item.amount().yuan(),
                        "",
                        item.remark()));
            }
        });
        return list;
    }

    private static List<AuxItem> list(SentFields in, Map<String, BaseData.Item> categories) {
        var list = new ArrayList<AuxItem>();
        for (var row : in.rows("listDetail")) {
            String hisCode = row.text("chargeCode", "收费项目代码", 50);
            var category = categories.get(hisCode);
            if (category == null && !hisCode.isEmpty()) {
                row.fault("chargeCode", "收费项目代码", "=" + hisCode + " 不在本次收费项目明细中");
            }
            String name = row.text("name", "名称", LIST_TEXT_MAX);
            if (name.isEmpty()) {
                name = row.needed("chargeName", "名称", LIST_TEXT_MAX);
            }
            list.add(new AuxItem(
                    category == null ? "" : category.code(),
                    category == null ? "" : category.name(),
                    row.text("code", "编码", 50),
                    name,
                    row.text("specification", "规格", LIST_TEXT_MAX),
                    row.fine("number", "数量"),
                    row.text("unit", "计量单位", 20),
                    row.fine("std", "单价"),
                    row.fine("amt", "金额"),
                    grade(row.text("medicalCareType", "医保药品分类", 60)),
                    row.text("remark", "备注", 200)));
        }
        return list;
    }

    private static String grade(String sent) {
        return switch (sent.isEmpty() ? "" : sent.substring(0, 1)) {
            case "1", "甲" -> "甲";
            case "2", "乙" -> "乙";
            case "3", "丙" -> "丙";
            default -> "";
        };
    }
}
