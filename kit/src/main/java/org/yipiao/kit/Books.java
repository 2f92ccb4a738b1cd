package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 三方账本 What the HIS was told, what the platform wrote and what the bureau has, compared bill by bill. */
final class Books {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAULTS_NAMED_MAX = 50;

    private final Ledger ledger;
    private final String sandbox;

    Books(Ledger ledger, String sandbox) {
        this.ledger = ledger;
        this.sandbox = sandbox;
    }

    /**
     * @param lost bills somebody was told of, or one side has, that another side does not have
     * @param doubled settlements with more than one bill of one kind
     * @param gaps numbers used without a bill, or bills without a used number
     * @param faults the first of them, in Chinese
     */
    record Compared(long ours, long bureau, long numbers, long lost, long doubled, long gaps, List<String> faults) {
        boolean even() {
            return lost == 0 && doubled == 0 && gaps == 0;
        }
    }

    /** @param told settlement number → code and number the HIS was told */
    Compared compare(Map<String, String> told) throws Exception {
        var faults = new ArrayList<String>();
        Map<String, String> ours = new HashMap<>();
        Map<String, String> byBusNo = new HashMap<>();
        try (Connection c = ledger.open();
                ResultSet row = c.createStatement().executeQuery("""
                        select b.bill_code || ' ' || b.bill_number, b.total_fen, b.bus_no
                          from issuing.bill b
                        """)) {
            while (row.next()) {
                ours.put(row.getString(1), row.getString(2));
                byBusNo.put(row.getString(3), row.getString(1));
            }
        }
        told.forEach((busNo, bill) -> {
            if (!bill.equals(byBusNo.get(busNo))) {
                faults.add(busNo + " 答复 " + bill + "，账本 " + byBusNo.get(busNo));
            }
        });
        var theirs = bureau();
        ours.forEach((bill, fen) -> {
            if (!fen.equals(theirs.get(bill))) {
                faults.add("本方 " + bill + " " + fen + "，财政 " + theirs.get(bill));
            }
        });
        theirs.keySet().stream().filter(b -> !ours.containsKey(b)).forEach(b -> faults.add("财政有本方无 " + b));
        long lost = faults.size();
        long doubled = ledger.number("""
                select count(*) from (select 1 from issuing.bill group by caller, bus_no, kind having count(*) > 1) twice
                """);
        if (doubled > 0) {
            faults.add("一笔结算多张票据 " + doubled + " 笔");
        }
        long numbers = ledger.number("select coalesce(sum(next_no - first_no), 0) from numbering.range");
        if (numbers != ours.size()) {
            faults.add("已用号码 " + numbers + "，票据 " + ours.size());
        }
        return new Compared(
                ours.size(),
                theirs.size(),
                numbers,
                lost,
                doubled,
                Math.abs(numbers - ours.size()),
                List.copyOf(faults.subList(0, Math.min(faults.size(), FAULTS_NAMED_MAX))));
    }

    private Map<String, String> bureau() throws IOException, InterruptedException {
        Map<String, String> theirs = new HashMap<>();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(sandbox + "/sandbox/bureau/ledger"))
                            .timeout(Duration.ofMinutes(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new IOException("the bureau's ledger: " + answer.statusCode());
            }
            try (Stream<String> lines = answer.body()) {
                lines.forEach(line -> {
                    JsonNode bill = JSON.readTree(line);
                    theirs.put(
                            bill.get("billCode").asString() + " "
                                    + bill.get("billNumber").asString(),
                            bill.get("totalFen").asString());
                });
            }
        }
        return theirs;
    }
}
