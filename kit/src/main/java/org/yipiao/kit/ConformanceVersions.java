package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 各版本一致性检查 Sets the demonstration's account to one version of the protocol after another and runs the check as a vendor
 * would, without saying the version. Leaves the account as it was.
 */
final class ConformanceVersions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLERS = "/api/console/basics/callers";

    private final JsonNode status;
    private final JsonNode his;
    private final String appid;
    private final ConsoleUser admin;
    private final Path reports;
    private final List<String> faults = new ArrayList<>();

    private ConformanceVersions(JsonNode status, Path reports) {
        this.status = status;
        this.his = status.get("his");
        this.appid = his.get("appid").asString();
        this.reports = reports;
        JsonNode user = status.get("users").get(0);
        this.admin = new ConsoleUser(
                status.get("platform").asString(),
                user.get("username").asString(),
                user.get("password").asString());
    }

    public static void main(String[] args) throws Exception {
        var options = new HashMap<String, String>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        var tour = new ConformanceVersions(
                JSON.readTree(Files.readString(Path.of(options.getOrDefault("--status", "status.json")))),
                Path.of(options.getOrDefault("--reports", "target/conformance")));
        System.exit(tour.run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        Files.createDirectories(reports);
        admin.login();
        JsonNode before = account();
        try {
            for (var version : ConformanceVersion.values()) {
                set(before, version.code());
                passes(version);
            }
            set(before, ConformanceVersion.V2_0_3.code());
            notices();
        } finally {
            set(before, before.get("protocol").asString());
        }
        faults.forEach(fault -> System.out.println("  不符: " + fault));
        return faults.isEmpty();
    }

    private JsonNode account() throws IOException {
        for (JsonNode row : admin.get(CALLERS)) {
            if (row.get("appid").asString().equals(appid)) {
                return row;
            }
        }
        throw new IllegalStateException("no account " + appid);
    }

    private void set(JsonNode account, String protocol) throws IOException {
        admin.put(
                CALLERS + "/" + appid,
                Map.of(
                        "name", account.get("name").asString(),
                        "protocol", protocol,
                        "looseSign", account.get("looseSign").asBoolean(),
                        "returnExistingRed", account.get("returnExistingRed").asBoolean(),
                        "arrears", account.get("arrears").asString()));
    }

    private Conformance check() {
        var places = his.get("placeCode");
        return new Conformance(
                URI.create(status.get("platform").asString()),
                appid,
                his.get("key").asString(),
                places.get("outpatient").asString(),
                places.get("inpatient").asString(),
                "09");
    }

    private void passes(ConformanceVersion version) throws IOException {
        var check = check();
        check.all(null);
        Files.writeString(reports.resolve(version.code() + ".md"), check.report());
        System.out.println(check.summary());
        if (!check.passed() || check.version() != version) {
            faults.add("账号设为 " + version.label() + "，判断为 " + check.version().label() + "\n" + check.report());
        }
    }

    /** A vendor who says another version than the account has is told so. */
    private void notices() {
        var check = check();
        check.all(ConformanceVersion.NEWEST);
        if (check.passed()) {
            faults.add("账号设为 2.0.3，按最新版本检查却通过了");
        }
    }
}
