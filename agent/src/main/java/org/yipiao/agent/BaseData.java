package org.yipiao.agent;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.SealRef;
import org.yipiao.bill.offline.Cause;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 离线资料 The unit, its items and the mapped codes as the platform last told them, kept in a file for when it is away.
 *
 * @param items by code, usable when they were told
 */
record BaseData(
        Instant at,
        String unit,
        int version,
        InvoicingParty party,
        String supervisorArea,
        String tag,
        String normVersion,
        Map<BillKind, String> names,
        SealRef unitSeal,
        SealRef supervisorySeal,
        Charset charset,
        ZoneId zone,
        Map<String, Item> items,
        JsonNode codes,
        Set<String> stoppedChannels,
        Map<Cause, Outage> outages) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "base-data.json";

    /** 离线规则 @param windowHours 连续离线至多 @param reportHours 开具后须上传 */
    record Outage(int windowHours, int reportHours) {}

    record Item(String code, String name, Set<BillKind> kinds, int order) {}

    /** @throws IllegalArgumentException when something is missing */
    static BaseData of(JsonNode told) {
        Map<BillKind, String> names = new HashMap<>();
        for (BillKind kind : BillKind.values()) {
            names.put(kind, told.path("names").path(kind.name()).asString());
        }
        Map<String, Item> items = new HashMap<>();
        for (JsonNode item : told.path("items")) {
            Set<BillKind> kinds = item.path("kinds")
                    .valueStream()
                    .map(kind -> BillKind.valueOf(kind.asString()))
                    .collect(Collectors.toUnmodifiableSet());
            String code = item.path("code").asString();
            items.put(
                    code,
                    new Item(
                            code,
                            item.path("name").asString(),
                            kinds,
                            item.path("order").asInt()));
        }
        Map<Cause, Outage> outages = new EnumMap<>(Cause.class);
        for (JsonNode rule : told.path("outages")) {
            cause(rule.path("cause").asString())
                    .ifPresent(cause -> outages.put(
                            cause,
                            new Outage(
                                    rule.path("windowHours").asInt(),
                                    rule.path("reportHours").asInt())));
        }
        JsonNode party = told.path("party");
        return new BaseData(
                Instant.parse(told.path("at").asString()),
                told.path("unit").asString(),
                told.path("version").asInt(),
                new InvoicingParty(
                        party.path("code").asString(),
                        party.path("name").asString(),
                        party.path("payeeName").asString(),
                        party.path("payeeAccount").asString(),
                        party.path("payeeBank").asString()),
                told.path("supervisorArea").asString(),
                told.path("tag").asString(),
                told.path("normVersion").asString(),
                names,
                seal(told.path("unitSeal")),
                seal(told.path("supervisorySeal")),
                Charset.forName(told.path("charset").asString()),
                ZoneId.of(told.path("zone").asString()),
                items,
                told.path("codes"),
                told.path("stoppedChannels")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toUnmodifiableSet()),
                outages);
    }

    /** A cause that a newer platform knows is none of ours. */
    private static Optional<Cause> cause(String name) {
        return Arrays.stream(Cause.values())
                .filter(cause -> cause.name().equals(name))
                .findFirst();
    }

    private static SealRef seal(JsonNode seal) {
        return new SealRef(
                seal.path("id").asString(),
                seal.path("name").asString(),
                seal.path("hash").asString());
    }

    /** There whole or not at all. */
    static void keep(Path home, JsonNode told) throws IOException {
        Path part = home.resolve(FILE + ".part");
        Files.writeString(part, JSON.writeValueAsString(told), StandardCharsets.UTF_8);
        Files.move(part, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Optional<BaseData> kept(Path home) throws IOException {
        Path file = home.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(JSON.readTree(Files.readString(file, StandardCharsets.UTF_8))));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean knows(String caller) {
        return codes.has(caller);
    }

    Optional<String> ours(String caller, String kind, String hisCode) {
        JsonNode code = codes.path(caller).path(kind).path(hisCode);
        return code.isString() ? Optional.of(code.asString()) : Optional.empty();
    }

    String templateCode(BillCode code) {
        return code.digits() + "01";
    }
}
