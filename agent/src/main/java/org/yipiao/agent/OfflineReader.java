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
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;
import org.yipiao.bill.settlement.ChargedLine;
import org.yipiao.bill.settlement.SettledPatient;
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
    private static final int FAULTS_SHOWN = 5;

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
        var busAt = in.neededTime("busDateTime", "业务发生时间").orElse(LocalDateTime.MIN);
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
                SettledPatient.payer(in, payerType(in)),
                payMode(in),
                busNo,
                in.text("remark", "备注", 200),
                payee.isEmpty() ? author : payee,
                in.text("checker", "票据复核人", 100),
                SettledPatient.medical(in, inpatient, department(in, inpatient), true),
                lines.items(),
                lines.aux());
    }

    private static String payerType(SentFields in) {
        return in.text("payerType", "交款人类型", 60).equals("2") ? "2" : "1";
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
                mode = SettledPatient.payMode(ours);
            }
        }
        return mode;
    }

    private static String department(SentFields in, boolean inpatient) {
        String leaving = inpatient ? in.text("leaveCategory", "出院科室名称", 100) : "";
        String category = in.text("category", "科室名称", 100);
        String clinic = in.text("patientCategory", "就诊科室", 100);
        return !leaving.isEmpty() ? leaving : !category.isEmpty() ? category : clinic;
    }

    private record Lines(List<Item> items, List<AuxItem> aux) {}

    private Lines lines(SentFields in, BillKind kind) {
        var byCategory = new TreeMap<BaseData.Item, List<ChargedLine>>(
                Comparator.comparingInt(BaseData.Item::order).thenComparing(BaseData.Item::code));
        var byHisCode = new HashMap<String, ChargedLine>();
        for (var row : in.rows("chargeDetail")) {
            String hisCode = row.needed("chargeCode", "收费项目代码", 50);
            var category = category(row, kind, hisCode);
            if (category != null) {
                var line = line(row, hisCode, category);
                byHisCode.put(hisCode, line);
                byCategory.computeIfAbsent(category, c -> new ArrayList<>()).add(line);
            }
        }
        if (byCategory.isEmpty() && faults.isEmpty()) {
            in.fault("chargeDetail", "收费项目明细", "不能为空");
        }
        if (byCategory.size() > BillContent.ITEMS_MAX) {
            in.fault("chargeDetail", "收费项目明细", "最多 " + BillContent.ITEMS_MAX + " 个收费项目");
        }
        var items = byCategory.values().stream().map(ChargedLine::merged).toList();
        return new Lines(items, ChargedLine.list(in, byHisCode, byCategory.values()));
    }

    private BaseData.@Nullable Item category(SentFields row, BillKind kind, String hisCode) {
        var ours = base.ours(caller, "CHARGE_ITEM", kind.medicalType() + "/" + hisCode)
                .or(() -> base.ours(caller, "CHARGE_ITEM", hisCode));
        var item = ours.map(code -> base.items().get(code)).orElse(null);
        if (item == null || !item.kinds().contains(kind)) {
            row.fault("chargeCode", "收费项目代码", "=" + hisCode + " 未对照到可用的财政收费项目");
            return null;
        }
        return item;
    }

    private static ChargedLine line(SentFields row, String hisCode, BaseData.Item category) {
        var amount = row.money("amt", "金额");
        if (amount.isNegative()) {
            row.fault("amt", "金额", "为负，须联网处理");
        }
        return ChargedLine.read(row, hisCode, category.code(), category.name(), amount);
    }
}
