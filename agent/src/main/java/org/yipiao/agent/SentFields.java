package org.yipiao.agent;

import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.settlement.SettlementFields;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** 报文字段 One object of what a business system sent; says in one line each what it can not read. */
final class SentFields extends SettlementFields {
    /** Amounts keep the digits they were sent with. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonNode object;
    private final String path;
    private final List<String> faults;

    SentFields(JsonNode object, String path, List<String> faults) {
        this.object = object;
        this.path = path;
        this.faults = faults;
    }

    @Override
    public void fault(String name, String label, String value, String rule, String hint) {
        fault(name, label, rule);
    }

    void fault(String name, String label, String rule) {
        faults.add(label + "(" + path + name + ")" + rule);
    }

    /** Scalars as text, trimmed; everything else is empty. */
    @Override
    public String raw(String name) {
        JsonNode value = object.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString("").strip() : "";
    }

    @Override
    protected boolean isList(String name) {
        return object.path(name).isArray();
    }

    boolean has(String name) {
        JsonNode value = object.path(name);
        return value.isContainer() ? !value.isEmpty() : !raw(name).isEmpty();
    }

    @Override
    public List<SentFields> rows(String name) {
        JsonNode value = object.path(name);
        if (value.isString()) {
            String text = value.asString().strip();
            try {
                value = text.startsWith("[") || text.startsWith("{") ? JSON.readTree(text) : JSON.nullNode();
            } catch (JacksonException e) {
                fault(name, name, "不是可用的列表");
                value = JSON.nullNode();
            }
        }
        var rows = new ArrayList<SentFields>();
        if (value.isObject()) {
            rows.add(new SentFields(value, path + name + "[0].", faults));
        } else if (value.isArray()) {
            int i = 0;
            for (JsonNode row : value) {
                if (row.isObject()) {
                    rows.add(new SentFields(row, path + name + "[" + i + "].", faults));
                    i++;
                }
            }
        }
        return rows;
    }
}
