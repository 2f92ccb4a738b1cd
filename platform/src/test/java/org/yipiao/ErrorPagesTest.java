package org.yipiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yipiao.issuing.IssueRefusal;

/** Whoever meets an error code finds a page that says what, why, what to do now and who to call. */
class ErrorPagesTest {
    private static final Path PAGE = Path.of("../docs/manual/errors.md");
    private static final Pattern RAISED =
            Pattern.compile("new (?:Refused|Problem)\\(\\s*[\\w.()]+,\\s*\"([A-Z][A-Z_]+)\"");
    private static final Pattern RESULT = Pattern.compile("String \\w+ = \"(E\\d{4})\"");

    private static Map<String, List<String>> page() throws IOException {
        var rows = new LinkedHashMap<String, List<String>>();
        for (String line : Files.readAllLines(PAGE)) {
            var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() > 2 && cells.get(1).matches("[A-Z][A-Z_]+|E?\\d{4}")) {
                var earlier = rows.put(cells.get(1), cells.subList(2, cells.size() - 1));
                assertThat(earlier).as("%s stands twice", cells.get(1)).isNull();
            }
        }
        return rows;
    }

    @Test
    void no_error_code_lacks_its_entry() throws IOException {
        var codes = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                RAISED.matcher(source).results().forEach(found -> codes.add(found.group(1)));
                RESULT.matcher(source).results().forEach(found -> codes.add(found.group(1)));
            }
        }
        for (IssueRefusal refusal : IssueRefusal.values()) {
            codes.add(String.valueOf(refusal.code()));
            codes.add(refusal.name());
        }
        assertThat(codes).hasSizeGreaterThan(60).contains("E0001", "2107", "FIELD_INVALID");
        assertThat(page().keySet())
                .as("add a line to docs/manual/errors.md: | code | 是什么 | 为什么 | 现在怎么办 | 找谁 |")
                .containsAll(codes);
    }

    @Test
    void every_entry_says_what_why_what_to_do_now_and_who_to_call() throws IOException {
        page().forEach((code, cells) -> assertThat(cells)
                .as(code)
                .hasSize(4)
                .allSatisfy(cell -> assertThat(cell).isNotBlank()));
    }
}
