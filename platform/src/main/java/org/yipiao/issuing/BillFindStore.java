package org.yipiao.issuing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;

/** SQL that finds single bills by what somebody types. */
@Component
class BillFindStore {
    /** So many candidates of each way are read; the newest of them are shown. */
    static final int CANDIDATES_MAX = 500;

    private static final int NAME_MIN = 2;
    private static final int NUMBER_MIN = 4;
    private static final Pattern CODE_AND_NUMBER = Pattern.compile("([0-9]{8})[ -]?([0-9]{1,10})");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    private final JdbcClient jdbc;

    BillFindStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 按票号、业务流水号或交款人 Every way is a range of an index of its own: collation C, bounded above every text that begins so. */
    List<IssuedBill> find(DataScope scope, String text, int max) {
        var values = new HashMap<String, Object>();
        var ways = ways(scope, text, values);
        if (ways.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("with found as (\n" + String.join("\nunion\n", ways) + "\n)\n" + BillStore.ISSUED_BILL + """
                 where b.bill_id in (select bill_id from found)
                   and b.unit_id = :unit
                 order by b.issued_at desc, b.bill_id desc
                 limit :max
                """)
                .params(values)
                .param("max", max)
                .query(BillStore::issuedBill)
                .list();
    }

    private static List<String> ways(DataScope scope, String text, Map<String, Object> values) {
        values.put("unit", scope.unit().value());
        values.put("candidates", CANDIDATES_MAX);
        String seen = seen(scope, values);
        var ways = new ArrayList<String>();
        var whole = CODE_AND_NUMBER.matcher(text);
        if (whole.matches()) {
            values.put("code", whole.group(1));
            range("number", whole.group(2), values);
            ways.add("""
                    (select b.bill_id
                       from issuing.bill b
                      where b.bill_number >= :number
                        and b.bill_number < :numberBeyond
                        and b.bill_code = :code
                        and b.unit_id = :unit""" + seen + """

                      order by b.bill_number
                      limit :candidates)""");
        }
        if (DIGITS.matcher(text).matches() && text.length() >= NUMBER_MIN) {
            range("digits", text, values);
            ways.add("""
                    (select b.bill_id
                       from issuing.bill b
                      where b.bill_number >= :digits
                        and b.bill_number < :digitsBeyond
                        and b.unit_id = :unit""" + seen + """

                      order by b.bill_number
                      limit :candidates)""");
        }
        range("text", text, values);
        ways.add("""
                (select b.bill_id
                   from issuing.charge_key k
                   join issuing.bill b
                     on b.bill_id = k.bill_id
                    and b.unit_id = k.unit_id
                  where k.unit_id = :unit
                    and k.bus_no >= :text
                    and k.bus_no < :textBeyond""" + seen + """

                  order by k.bus_no
                  limit :candidates)""");
        if (text.codePointCount(0, text.length()) >= NAME_MIN
                && text.codePoints().noneMatch(Character::isDigit)) {
            ways.add("""
                    (select b.bill_id
                       from issuing.bill b
                      where b.unit_id = :unit
                        and b.payer_name >= :text
                        and b.payer_name < :textBeyond""" + seen + """

                      order by b.payer_name
                      limit :candidates)""");
        }
        return ways;
    }

    private static void range(String name, String text, Map<String, Object> values) {
        values.put(name, text);
        values.put(name + "Beyond", text + Character.toString(Character.MAX_CODE_POINT));
    }

    /** 数据权限 What the person may not see is not even a candidate. */
    private static String seen(DataScope scope, Map<String, Object> values) {
        var conditions = new StringBuilder();
        if (scope.byPoint()) {
            conditions.append("\n  and b.point = any(:scopePoints)");
            values.put("scopePoints", scope.points().toArray(String[]::new));
        }
        if (scope.byOperator()) {
            conditions.append("\n  and b.content ->> 'handlingPerson' = :scopeOperator");
            values.put("scopeOperator", scope.operator());
        }
        return conditions.toString();
    }
}
