package org.yipiao.numbering;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 证明正文 The text that is signed; the order of its keys is part of the record, codes and accounts are sorted. */
final class ProofText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ProofText() {}

    static String write(UnitId unit, int seq, LocalDate day, Instant at, long cut, String previous, LedgerState state) {
        var text = new LinkedHashMap<String, Object>();
        text.put("version", 1);
        text.put("unit", unit.value());
        text.put("seq", seq);
        text.put("day", day.toString());
        text.put("at", at.toString());
        text.put("cut", cut);
        text.put("previous", previous);
        var codes = new ArrayList<Map<String, Object>>();
        for (String code : state.codes()) {
            var pieces = state.pieces(code);
            var accounts = new java.util.TreeMap<String, List<List<Long>>>();
            long numbers = 0;
            for (LedgerState.Piece piece : pieces) {
                accounts.computeIfAbsent(key(piece.holding()), k -> new ArrayList<>())
                        .add(List.of(piece.first(), piece.last()));
                numbers += piece.last() - piece.first() + 1;
            }
            var one = new LinkedHashMap<String, Object>();
            one.put("code", code);
            one.put("numbers", numbers);
            one.put("accounts", accounts);
            codes.add(one);
        }
        text.put("codes", codes);
        return JSON.writeValueAsString(text);
    }

    /** Account, point and cashier as one word; points and cashiers hold no vertical bar. */
    static String key(Holding holding) {
        return holding.account().name()
                + "|" + Objects.requireNonNullElse(holding.point(), "")
                + "|" + Objects.requireNonNullElse(holding.cashier(), "");
    }

    private static Holding holding(String key) {
        String[] parts = key.split("\\|", 3);
        return new Holding(
                Account.valueOf(parts[0]), parts[1].isEmpty() ? null : parts[1], parts[2].isEmpty() ? null : parts[2]);
    }

    static LedgerState read(String content) {
        var state = new LedgerState();
        for (JsonNode code : JSON.readTree(content).path("codes")) {
            String digits = code.path("code").asString();
            code.path("accounts")
                    .propertyStream()
                    .forEach(account -> account.getValue()
                            .forEach(range -> state.put(
                                    new Span(
                                            digits,
                                            range.get(0).asLong(),
                                            range.get(1).asLong()),
                                    holding(account.getKey()))));
        }
        return state;
    }
}
