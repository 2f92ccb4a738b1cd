package org.yipiao.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.yipiao.access.Browser;

/** What of the other hospital stands in an answer. */
final class Shown {
    /** What only the other hospital writes. */
    private static final Pattern MARKS = Pattern.compile("(ZBHOSP|zbhosp)[\\w.-]*|980601\\d\\d|9801\\d{2,5}|990002");

    private Shown() {}

    static List<String> marks(String text) {
        return MARKS.matcher(text)
                .results()
                .map(result -> result.group())
                .distinct()
                .toList();
    }

    /** What a person would read, spreadsheets unpacked. */
    static String text(Browser.Answer answer) {
        byte[] body = answer.raw().body();
        if (body.length < 4 || body[0] != 'P' || body[1] != 'K') {
            return answer.text();
        }
        var text = new StringBuilder();
        try {
            var file = Files.createTempFile("answer", ".zip");
            Files.write(file, body);
            try (var zip = new ZipFile(file.toFile())) {
                for (var entry : zip.stream().toList()) {
                    text.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Pattern.compile("&#x([0-9a-fA-F]+);")
                .matcher(text)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }
}
