package org.yipiao.intake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.NationalCodes;
import org.yipiao.masterdata.PayChannels;

/** 报文中的代码 Every code of one call that goes through the mapping, and whether it is mapped. */
@Component
class CallCodes {
    /** Longer than any code of the protocol; the rest is nonsense and not worth counting. */
    private static final int CODE_MAX = 50;

    private static final int NAME_MAX = 60;
    private static final int CODES_MAX = 200;
    private static final String INPATIENT = "Hospitalized";

    private final CodeMapping mapping;
    private final PayChannels channels;

    CallCodes(CodeMapping mapping, PayChannels channels) {
        this.mapping = mapping;
        this.channels = channels;
    }

    /** @param code as the mapping knows it @param name what the business system calls it, may be empty */
    record Code(Kind kind, String code, String name) {}

    /** Distinct codes of an issuing call, at most 200; none for other calls. */
    Set<Code> of(String method, Fields call, Caller caller) {
        var codes = new LinkedHashSet<Code>();
        if (call.isList("eBillList")) {
            call.list("eBillList").forEach(one -> collect(one, method, caller, codes));
        } else if (call.has("chargeDetail")) {
            collect(call, method, caller, codes);
        }
        return codes;
    }

    private void collect(Fields bill, String method, Caller caller, Set<Code> codes) {
        var kind = method.contains(INPATIENT) ? BillKind.INPATIENT : BillKind.OUTPATIENT;
        add(codes, Kind.PLACE, bill.text("placeCode"), "");
        add(codes, Kind.BUS_TYPE, bill.text("busType"), "");
        add(codes, Kind.CARD_TYPE, bill.text("cardType"), "");
        for (var row : bill.list("payChannelDetail")) {
            add(codes, Kind.PAY_CHANNEL, row.text("payChannelCode"), "");
        }
        for (var row : bill.list("chargeDetail")) {
            String code = row.text("chargeCode");
            String ofKind = kind.medicalType() + "/" + code;
            boolean own = mapping.ours(caller.unit(), caller.appid(), Kind.CHARGE_ITEM, ofKind)
                    .isPresent();
            add(codes, Kind.CHARGE_ITEM, own ? ofKind : code, row.text("chargeName"));
        }
    }

    private static void add(Set<Code> codes, Kind kind, String code, String name) {
        if (!code.isEmpty() && code.length() <= CODE_MAX && code.indexOf('\0') < 0 && codes.size() < CODES_MAX) {
            String shown = name.replace("\0", "");
            codes.add(new Code(kind, code, shown.length() <= NAME_MAX ? shown : shown.substring(0, NAME_MAX)));
        }
    }

    /** Codes without which the call can not become a bill. */
    List<Code> missing(Set<Code> codes, Caller caller) {
        var missing = new ArrayList<Code>();
        for (var code : codes) {
            if (!code.kind().passes() && !mapped(caller, code.kind(), code.code())) {
                missing.add(code);
            }
        }
        return missing;
    }

    /** 已对照 Mapped by the unit, or of the protocol's own list where that passes. */
    boolean mapped(Caller caller, Kind kind, String code) {
        if (mapping.ours(caller.unit(), caller.appid(), kind, code).isPresent()) {
            return true;
        }
        return switch (kind) {
            case PLACE, CHARGE_ITEM -> false;
            case PAY_CHANNEL -> channels.find(caller.unit(), code).isPresent();
            case BUS_TYPE -> NationalCodes.BUS_TYPES.containsKey(code);
            case CARD_TYPE -> NationalCodes.CARD_TYPES.containsKey(code);
        };
    }
}
