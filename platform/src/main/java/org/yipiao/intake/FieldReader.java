package org.yipiao.intake;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.yipiao.bill.settlement.SettlementFields;
import org.yipiao.shared.FieldError;

/** Reads the fields of one object of a message and gathers what is wrong with them. */
final class FieldReader extends SettlementFields {
    private static final int VALUE_SHOWN_MAX = 60;
    /** 敏感字段 never shown in full in an answer that may be logged on the other side. */
    private static final Set<String> SENSITIVE =
            Set.of("payer", "idCardNo", "cardNo", "tel", "email", "medicalInsuranceID", "openID", "alipayCode");

    private final Fields fields;
    private final String path;
    private final Faults faults;

    FieldReader(Fields fields, String path, Faults faults) {
        this.fields = fields;
        this.path = path;
        this.faults = faults;
    }

    Fields fields() {
        return fields;
    }

    @Override
    public String raw(String name) {
        return fields.text(name);
    }

    @Override
    protected boolean isList(String name) {
        return fields.isList(name);
    }

    @Override
    public List<FieldReader> rows(String name) {
        var rows = fields.list(name);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> new FieldReader(rows.get(i), path + name + "[" + i + "].", faults))
                .toList();
    }

    @Override
    public void fault(String name, String label, String value, String rule, String hint) {
        faults.add(new FieldError(path + name, label, shown(name, value), rule, hint));
    }

    private static String shown(String name, String value) {
        String text = clean(value);
        if (SENSITIVE.contains(name) && !text.isEmpty()) {
            int first = text.offsetByCodePoints(0, 1);
            return text.substring(0, first) + "***";
        }
        if (text.codePointCount(0, text.length()) <= VALUE_SHOWN_MAX) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, VALUE_SHOWN_MAX - 1)) + "…";
    }
}
