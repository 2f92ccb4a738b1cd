package org.yipiao.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** 报告 Flat keys and their figures, printed as they come and written as JSON. */
final class Report {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, Object> figures = new LinkedHashMap<>();

    void put(String key, double value) {
        put(key, (Object) (Math.round(value * 100) / 100.0));
    }

    void put(String key, Object value) {
        figures.put(key, value);
        System.out.println(String.format(Locale.ROOT, "  %-36s %s", key, value));
    }

    void section(String title) {
        System.out.println(title);
    }

    double number(String key) {
        return figures.get(key) instanceof Number n ? n.doubleValue() : 0;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(figures));
        System.out.println("报告: " + file);
    }
}
