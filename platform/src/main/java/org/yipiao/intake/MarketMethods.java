package org.yipiao.intake;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.shared.Refused;

/** 接口方法 Every method of the market protocol, gathered from its groups. Names are taken in any case. */
@Component
class MarketMethods {
    private static final int NAME_SHOWN_MAX = 60;
    private static final int SUGGESTED_MAX = 3;

    private final Map<String, MarketGroup.Method> methods = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    MarketMethods(List<MarketGroup> groups) {
        for (var group : groups) {
            group.methods().byName().forEach((name, method) -> {
                if (methods.put(name, method) != null) {
                    throw new IllegalStateException("two groups offer " + name);
                }
            });
        }
    }

    /** @throws Refusal with the text for the cashier */
    Reply call(String method, Fields in, Caller caller) {
        var known = methods.get(method);
        if (known == null) {
            throw Refusal.method("接口方法"
                    + (method.length() > NAME_SHOWN_MAX ? method.substring(0, NAME_SHOWN_MAX) + "…" : method)
                    + "未提供；名称相近的方法：" + similar(method) + "；请核对方法名称");
        }
        try {
            return known.call(in, caller);
        } catch (Refused refused) {
            throw Refusal.method(text(refused));
        }
    }

    /** What other modules refuse, with every field that is wrong. */
    private static String text(Refused refused) {
        return refused.errors().isEmpty()
                ? String.valueOf(refused.getMessage())
                : Faults.text(refused.errors(), refused.errors().size());
    }

    List<String> names() {
        return List.copyOf(methods.keySet());
    }

    private String similar(String method) {
        String asked = method.toLowerCase(Locale.ROOT);
        return methods.keySet().stream()
                .sorted(Comparator.<String>comparingInt(name -> distance(asked, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTED_MAX)
                .collect(Collectors.joining("、"));
    }

    /** Letters to change, add or leave out (Levenshtein). */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
