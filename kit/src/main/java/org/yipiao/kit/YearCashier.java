package org.yipiao.kit;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yipiao.kit.YearBooks.Act;
import org.yipiao.kit.YearBooks.Told;
import tools.jackson.databind.JsonNode;

/** 收费员 Puts bills on paper at the console, with a printer that jams. */
final class YearCashier {
    private static final String TERMINAL = "一号打印机";

    private final ConsoleUser user;
    private final YearBooks books;

    YearCashier(ConsoleUser user, YearBooks books) {
        this.user = user;
        this.books = books;
    }

    void opens() throws IOException {
        user.login();
    }

    /** 卡纸 The sheet is spoiled, the next one is printed; every second time the paper never left the tray and goes back. */
    void jam(Told bill, boolean beforeInk) throws IOException {
        String id = find(bill);
        JsonNode sheet = hold(id, bill.point());
        if (beforeInk) {
            user.post("/api/console/paper/" + sheet.path("id").asString() + "/release", Map.of());
            sheet = hold(id, bill.point());
        }
        print(sheet);
        JsonNode next =
                user.post("/api/console/paper/" + sheet.path("id").asString() + "/replacement", Map.of("reason", "卡纸"));
        books.add(Act.JAM);
        print(next);
        JsonNode done = user.post(
                "/api/console/paper/" + next.path("id").asString() + "/confirmation", Map.of("terminal", TERMINAL));
        if (done.path("paperNumber").equals(sheet.path("paperNumber"))) {
            books.fault("卡纸后重打用了同一张纸 " + done);
        }
        books.add(Act.PAPER);
    }

    private JsonNode hold(String id, String point) throws IOException {
        return user.post("/api/console/bills/" + id + "/paper", Map.of("paperCode", YearPlan.PAPER, "point", point));
    }

    private void print(JsonNode sheet) throws IOException {
        Path page = Files.createTempFile("sheet", ".pdf");
        user.download(
                "/api/console/paper/" + sheet.path("id").asString() + "/sheet.pdf?terminal="
                        + URLEncoder.encode(TERMINAL, StandardCharsets.UTF_8),
                page);
        if (Files.size(page) < 500) {
            books.fault("打印页太小：" + Files.size(page));
        }
        Files.delete(page);
    }

    private String find(Told bill) throws IOException {
        int year = 2000 + Integer.parseInt(bill.code().substring(6));
        for (JsonNode row : user.get("/api/console/bills?from=" + year + "-01-01T00:00:00&until=" + (year + 1)
                        + "-01-01T00:00:00&text=" + bill.number() + "&pageSize=100")
                .path("rows")) {
            if (row.path("code").asString().equals(bill.code())
                    && row.path("number").asString().equals(bill.number())) {
                return row.path("id").asString();
            }
        }
        throw new IOException("没有查到票据 " + bill.key());
    }
}
