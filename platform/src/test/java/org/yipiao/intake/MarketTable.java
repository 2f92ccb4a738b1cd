package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.yipiao.intake.HisClient.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The field tables of the market protocol: makes payloads from them and holds answers against them. */
final class MarketTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REQUEST = "request";
    private static final String RESPONSE = "response";

    /** @param length "14,2" of a number, "50" of a text; may be empty */
    record Field(String name, String type, String length, boolean required) {}

    private final Map<String, List<Field>> fields = new LinkedHashMap<>();
    private final Set<String> methods = new LinkedHashSet<>();
    private final Set<String> listsSeen = new LinkedHashSet<>();
    private final Map<String, Set<String>> gone = new LinkedHashMap<>();
    /** Numbers have no more decimals than their table says. */
    private final boolean exact;

    /** The tables of 3.2.0. */
    MarketTable() {
        lines("/samples/market/fields.tsv").forEach(this::read);
        exact = false;
    }

    /** The tables of this version: the fields that it does not know are neither sent nor expected. */
    MarketTable(String version) {
        lines("/samples/market/fields.tsv").forEach(this::read);
        lines("/samples/market/versions.tsv")
                .map(line -> line.split("\t", -1))
                .filter(cells -> cells[0].equals(version))
                .forEach(this::differs);
        exact = true;
    }

    private static Stream<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(MarketTable.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        String[] cells = line.split("\t", -1);
        methods.add(cells[1]);
        fields.computeIfAbsent(cells[0] + " " + cells[1] + " " + cells[2], key -> new ArrayList<>())
                .add(new Field(cells[3], cells[4], cells[5], cells[6].equals("yes")));
    }

    private void differs(String[] cells) {
        if (cells[4].equals("(method)")) {
            methods.remove(cells[2]);
            return;
        }
        String key = cells[1] + " " + cells[2] + " " + cells[3];
        var known = fields.computeIfAbsent(key, any -> new ArrayList<>());
        known.removeIf(field -> field.name().equals(cells[4]));
        if (cells[7].equals("gone")) {
            gone.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(cells[4]);
        } else {
            known.add(new Field(cells[4], cells[5], cells[6], cells[7].equals("yes")));
        }
    }

    /** What the caller must send. */
    List<String> needed(String method) {
        return of(REQUEST, method, "").stream()
                .filter(Field::required)
                .map(Field::name)
                .toList();
    }

    Set<String> methods() {
        return methods;
    }

    private List<Field> of(String side, String method, String list) {
        return fields.getOrDefault(side + " " + method + " " + list, List.of());
    }

    /**
     * @param full every field of the table; else only those that must be there
     * @param values by field name; a list's rows are made of the same values, or of the maps given under the list's name
     */
    String payload(String method, boolean full, Map<String, Object> values) {
        return JSON.writeValueAsString(members(method, "", full, values));
    }

    private Map<String, Object> members(String method, String list, boolean full, Map<String, Object> values) {
        var members = new LinkedHashMap<String, Object>();
        for (var field : of(REQUEST, method, list)) {
            Object given = values.get(field.name());
            if (!field.required() && !full && !values.containsKey("+" + field.name())) {
                continue;
            }
            boolean isList =
                    list.isEmpty() && !of(REQUEST, method, field.name()).isEmpty();
            if (isList && !(given instanceof String)) {
                List<?> rows = given instanceof List<?> some ? some : List.of(Map.of());
                members.put(
                        field.name(),
                        rows.stream()
                                .map(row -> row(method, field, full, values, row))
                                .toList());
            } else {
                members.put(field.name(), given != null ? given : made(field));
            }
        }
        return members;
    }

    private Map<String, Object> row(String method, Field list, boolean full, Map<String, Object> values, Object row) {
        var all = new LinkedHashMap<>(values);
        ((Map<?, ?>) row).forEach((name, value) -> all.put((String) name, value));
        return members(method, list.name(), full, all);
    }

    private static Object made(Field field) {
        return switch (field.type()) {
            case "Number" -> 0;
            case "Integer" -> 1;
            default -> {
                int length = field.length().isEmpty() ? 10 : Integer.parseInt(field.length());
                yield length == 1 ? "1" : "测试".substring(0, Math.min(2, length));
            }
        };
    }

    /** Every field of the table is there, of its type and within its length. */
    void check(String method, Answer answer) {
        assertThat(answer.isSuccess()).as(method + ": " + answer.message()).isTrue();
        if (of(RESPONSE, method, "").stream().anyMatch(field -> field.type().equals("Text"))) {
            assertThat(answer.message()).as(method).isNotBlank().doesNotStartWith("{");
        } else {
            assertThat(of(RESPONSE, method, "")).as(method).isNotEmpty();
            check(method, "", answer.json());
        }
    }

    private void check(String method, String list, JsonNode node) {
        for (String name : gone.getOrDefault(RESPONSE + " " + method + " " + list, Set.of())) {
            assertThat(node.has(name))
                    .as(method + " " + list + "." + name + " is not of this version")
                    .isFalse();
        }
        for (var field : of(RESPONSE, method, list)) {
            String what = method + " " + list + "." + field.name();
            var value = node.get(field.name());
            assertThat(value).as(what).isNotNull();
            if (!of(RESPONSE, method, field.name()).isEmpty()) {
                assertThat(value.isArray()).as(what + " is a list").isTrue();
                value.forEach(row -> check(method, field.name(), row));
                if (!value.isEmpty()) {
                    listsSeen.add(method + " " + field.name());
                }
            } else {
                check(what, field, value);
            }
        }
    }

    private void check(String what, Field field, JsonNode value) {
        switch (field.type()) {
            case "Number" -> {
                assertThat(value.isNumber()).as(what + " is a number: " + value).isTrue();
                int decimals = Integer.parseInt(field.length().split(",")[1]);
                assertThat(value.decimalValue().stripTrailingZeros().scale())
                        .as(what + " " + value)
                        .isLessThanOrEqualTo(exact ? decimals : Math.max(decimals, 6));
            }
            case "Integer" ->
                assertThat(value.isIntegralNumber())
                        .as(what + " is a whole number: " + value)
                        .isTrue();
            default -> {
                assertThat(value.isString() || value.isArray())
                        .as(what + " is a text: " + value)
                        .isTrue();
                if (value.isString() && !field.length().isEmpty()) {
                    assertThat(value.asString().length())
                            .as(what + " " + value)
                            .isLessThanOrEqualTo(Integer.parseInt(field.length()));
                }
                if (field.required()
                        && field.length().equals("17")
                        && !value.asString().isEmpty()) {
                    assertThat(value.asString()).as(what).matches("20[0-9]{15}");
                }
            }
        }
    }

    /** Lists of answers that no call has filled: an empty list proves nothing about its rows. */
    List<String> listsNeverSeen() {
        return fields.keySet().stream()
                .filter(key -> key.startsWith(RESPONSE) && !key.endsWith(" "))
                .map(key -> key.substring(RESPONSE.length() + 1))
                .filter(key -> !listsSeen.contains(key))
                .toList();
    }
}
