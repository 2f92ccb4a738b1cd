package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.masterdata.Protocol;

/**
 * 业务系统附加信息 What a business system sent that the bill itself does not say but queries return: own codes, card,
 * channels, shares. Personal numbers among it are sealed.
 */
@Component
class HisRemainder {
    private static final String CONTEXT = "intake.his";
    private static final int TEXT_MAX = 500;
    private static final int ROWS_MAX = 200;

    private static final String CLINIC_CODE = "patientCategoryCode";
    private static final List<String> KEPT = List.of(
            "placeCode",
            "busType",
            "payee",
            "author",
            "cardType",
            "visitNo",
            "categoryCode",
            "leaveCategoryCode",
            CLINIC_CODE,
            "category",
            "leaveCategory",
            "hospitalArea",
            "bedNo",
            "hospitalDays",
            "medCareInstitution",
            "medCareTypeCode",
            "medCareAreaCode",
            "specialDiseasesName",
            "ICD",
            "selfConceitedAmt",
            "ownAcBalance",
            "reimbursementAmt",
            "balancedNumber",
            "eBillRelateNo",
            "weChatMedTransNo",
            "checkUpNo",
            "workUnit");
    private static final List<String> PERSONAL = List.of("idCardType", "idCardNo", "cardNo", "patientId");
    private static final Map<String, Protocol> SINCE = Map.of(
            "weChatMedTransNo", Protocol.V3_1_0,
            "workUnit", Protocol.V3_1_0,
            "ICD", Protocol.V3_2_0,
            "idCardType", Protocol.V3_2_0,
            "medCareAreaCode", Protocol.V3_3_0);
    private static final List<String> VOUCHER_KEPT = List.of(
            "placeCode",
            "busType",
            "author",
            "cardType",
            "ownAcBalance",
            "categoryCode",
            "inHospitalDate",
            "patientNo",
            "caseNumber",
            "workUnit");
    private static final List<String> VOUCHER_PERSONAL = List.of(
            "drawee", "tel", "email", "idCardNo", "cardNo", "patientId", "accountName", "accountNo", "accountBank");
    private static final List<String> CHARGE =
            List.of("chargeCode", "chargeName", "unit", "std", "number", "amt", "selfAmt", "remark");
    private static final List<String> CHANNEL = List.of("payChannelCode", "payChannelValue");
    private static final List<String> VOUCHER = List.of("voucherBatchCode", "voucherNo", "voucherAmt");
    /** The bill keeps 100 000 characters at most; beyond this the least needed columns of the list are left out. */
    private static final int LENGTH_MAX = 90_000;

    /** The list of rounded bills looks for it. */
    static final String ROUNDING = "roundingFen";

    static final String LIST_SELF = "listSelfAmt";
    static final String LIST_TYPE = "listChrgtype";

    private static final Pattern ZERO = Pattern.compile("-?0*\\.?0*");

    private final Vault vault;
    private final PersonKeys keys;

    HisRemainder(Vault vault, PersonKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    /** The JSON object text to keep with the bill. @param rounding 货币误差 that our rule put on it, in fen */
    String of(FieldReader in, IssueMethod method, Protocol protocol, OptionalLong rounding) {
        var kept = new LinkedHashMap<String, Object>(texts(in, known(KEPT, protocol)));
        if (method == IssueMethod.REGISTRATION && protocol.binds(Protocol.V2_0_3, Protocol.V3_1_0)) {
            kept.putAll(Map.of(CLINIC_CODE, in.kept("patientCategory", TEXT_MAX)));
        }
        rounding.ifPresent(fen -> kept.put(ROUNDING, fen));
        var personal = texts(in, known(PERSONAL, protocol));
        if (!personal.isEmpty()) {
            byte[] plain = Json.text(personal).getBytes(StandardCharsets.UTF_8);
            kept.put("personal", Base64.getEncoder().encodeToString(vault.seal(CONTEXT, plain)));
        }
        kept.putAll(keys.of(in));
        rows(in, "chargeDetail", CHARGE, ROWS_MAX, kept);
        rows(in, "payChannelDetail", CHANNEL, ROWS_MAX, kept);
        rows(in, "payMentVoucher", VOUCHER, ROWS_MAX, kept);
        column(in, "selfAmt", LIST_SELF, kept);
        column(in, "chrgtype", LIST_TYPE, kept);
        String his = Json.text(kept);
        for (String column : List.of(LIST_TYPE, LIST_SELF)) {
            if (his.length() > LENGTH_MAX) {
                kept.remove(column);
                his = Json.text(kept);
            }
        }
        return his;
    }

    /** Without the fields that came later than the business system's version: there they mean nothing. */
    private static List<String> known(List<String> names, Protocol protocol) {
        return names.stream()
                .filter(name -> protocol.since(SINCE.getOrDefault(name, Protocol.V2_0_3)))
                .toList();
    }

    /** The JSON object text to keep with a prepayment voucher. */
    String ofVoucher(FieldReader in, Protocol protocol) {
        var kept = new LinkedHashMap<String, Object>(texts(in, known(VOUCHER_KEPT, protocol)));
        var personal = texts(in, VOUCHER_PERSONAL);
        if (!personal.isEmpty()) {
            byte[] plain = Json.text(personal).getBytes(StandardCharsets.UTF_8);
            kept.put("personal", Base64.getEncoder().encodeToString(vault.seal(CONTEXT, plain)));
        }
        rows(in, "payChannelDetail", CHANNEL, ROWS_MAX, kept);
        return Json.text(kept);
    }

    /** One column of the itemised list, in the order of its lines, when any line says something in it. */
    private static void column(FieldReader in, String name, String as, Map<String, Object> kept) {
        var values = in.rows("listDetail").stream()
                .map(row -> row.kept(name, 50))
                .map(value -> ZERO.matcher(value).matches() ? "" : value)
                .toList();
        if (values.stream().anyMatch(value -> !value.isEmpty())) {
            kept.put(as, values);
        }
    }

    private static void rows(FieldReader in, String list, List<String> names, int max, Map<String, Object> kept) {
        var rows = new ArrayList<Map<String, String>>();
        for (var row : in.rows(list)) {
            rows.add(texts(row, names));
        }
        if (rows.size() > max) {
            in.fault(list, "列表", rows.size() + "行", "最多" + max + "行", "请合并后重新发送");
        } else if (!rows.isEmpty()) {
            kept.put(list, rows);
        }
    }

    private static Map<String, String> texts(FieldReader in, List<String> names) {
        var texts = new LinkedHashMap<String, String>();
        for (String name : names) {
            String text = in.kept(name, TEXT_MAX);
            if (!text.isEmpty()) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    /** What was kept, the sealed numbers opened again among the other members. */
    Fields open(String his) {
        var kept = Json.object(his.isBlank() ? "{}" : his, "附加信息");
        String sealed = kept.text("personal");
        if (sealed.isEmpty()) {
            return kept;
        }
        var all = new LinkedHashMap<>(kept.members());
        byte[] plain = vault.open(CONTEXT, Base64.getDecoder().decode(sealed));
        all.putAll(
                Json.object(new String(plain, StandardCharsets.UTF_8), "附加信息").members());
        return new Fields(all);
    }
}
