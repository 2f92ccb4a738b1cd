package org.yipiao.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * 后台联络 Looks for the platform all the time; when it is there: uploads in order, gets base data and blocks before they are
 * needed, gives back what is used up or too old.
 */
final class OfflineLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OfflineLoop.class.getName());
    private static final int UPLOAD_MAX = 20;
    private static final Duration BASE_EVERY = Duration.ofMinutes(30);
    private static final Duration ASK_AGAIN = Duration.ofMinutes(5);
    /** Before the year ends, numbers of the next one are fetched, for a night without network. */
    private static final int NEXT_YEAR_DAYS = 7;

    /** Refusals of a block that are no news to the cashier. */
    private static final Set<String> UNSURPRISING = Set.of("OFFLINE_POINT_UNFIT", "OFFLINE_BLOCKS_ENOUGH");

    private static final String REVOKED = "本机的窗口代理已被停用，不能离线开票；请联系信息科";

    private final Path home;
    private final String enrolment;
    private final AgentApi api;
    private final OfflineDesk desk;
    private final Link link;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("offline").factory());
    private final Map<Wanted, Instant> refusedAt = new HashMap<>();
    private volatile String agent;
    private volatile String said = "";
    private volatile @Nullable Instant seenAt;

    OfflineLoop(Path home, String enrolment, AgentApi api, OfflineDesk desk, Link link, InstantSource clock)
            throws IOException {
        this.home = home;
        this.enrolment = enrolment;
        this.api = api;
        this.desk = desk;
        this.link = link;
        this.clock = clock;
        Path file = home.resolve("agent.code");
        this.agent = Files.exists(file)
                ? Files.readString(file, StandardCharsets.UTF_8).strip()
                : "";
    }

    void start(Duration every) {
        var unused = thread.scheduleWithFixedDelay(this::round, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    String agent() {
        return agent;
    }

    String said() {
        return said;
    }

    @Nullable
    Instant seenAt() {
        return seenAt;
    }

    /** One contact, for a call that failed and wants to know now. @return true when the platform answered */
    boolean contact() {
        try {
            if (!agent.isEmpty()) {
                beat();
            }
            return true;
        } catch (Platform.Unreachable e) {
            link.failed(e.why());
        } catch (AgentApi.Refused e) {
            link.good();
            said = String.valueOf(e.getMessage());
        }
        return false;
    }

    private void round() {
        try {
            if (agent.isEmpty()) {
                enrol();
            }
            beat();
            if (link.offline() == null) {
                work();
            }
        } catch (Platform.Unreachable e) {
            link.failed(e.why());
        } catch (AgentApi.Refused e) {
            link.good();
            said = String.valueOf(e.getMessage());
        } catch (IOException | RuntimeException e) {
            said = String.valueOf(e.getMessage());
            LOG.log(Level.ERROR, "a round with the platform failed", e);
        }
    }

    private void enrol() throws Platform.Unreachable, AgentApi.Refused, IOException {
        JsonNode answer = api.enrol(enrolment);
        String code = answer.path("agent").asString();
        Path part = home.resolve("agent.code.part");
        Files.writeString(part, code, StandardCharsets.UTF_8);
        Files.move(part, home.resolve("agent.code"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        agent = code;
    }

    private void beat() throws Platform.Unreachable, AgentApi.Refused {
        ObjectNode body = SentFields.JSON.createObjectNode();
        body.put("waiting", desk.waitingCount());
        desk.waiting(1)
                .forEach(oldest -> body.put("oldestAt", oldest.at().toString()).put("cause", oldest.cause()));
        var offline = link.offline();
        body.put("said", offline != null ? "离线中（" + offline.cause().label() + "）" : said.isEmpty() ? "正常" : said);
        JsonNode answer = api.call(agent, "heartbeats", body);
        link.good();
        seenAt = clock.instant();
        if (answer.path("revoked").asBoolean()) {
            desk.stop(REVOKED);
        } else if (answer.path("nextSeq").asLong() > desk.seq() + 1) {
            desk.stop("离线日志比平台的记录旧，可能是从备份恢复的；为避免重号，本机不能离线开票，请联系信息科停用后重新登记");
        }
    }

    private void work() throws Platform.Unreachable, AgentApi.Refused, IOException {
        said = desk.stopped();
        if (!said.isEmpty()) {
            return;
        }
        while (desk.waitingCount() > 0 && upload()) {
            beat();
        }
        BaseData base = desk.base();
        if (base == null || base.at().plus(BASE_EVERY).isBefore(clock.instant())) {
            desk.base(api.call(agent, "base-data", SentFields.JSON.createObjectNode()));
        }
        int year = today().getYear();
        int soon = today().plusDays(NEXT_YEAR_DAYS).getYear();
        for (BillKind kind : BillKind.values()) {
            renew(new Wanted(kind, year));
            if (soon != year) {
                renew(new Wanted(kind, soon));
            }
        }
        for (HeldBlock held : desk.blocks()) {
            if (!held.returned && desk.waitingCount() == 0 && isOver(held)) {
                giveBack(held);
            }
        }
    }

    /** @return false when the platform refused the first of them: it is tried again in the next round */
    private boolean upload() throws Platform.Unreachable, AgentApi.Refused, IOException {
        var bodies = SentFields.JSON.createArrayNode();
        for (OfflineDesk.Issued issued : desk.waiting(UPLOAD_MAX)) {
            var kept = desk.kept(issued);
            bodies.addObject()
                    .put("content", kept.bill().text())
                    .put("signature", AgentApi.base64(kept.signature()))
                    .put("method", kept.method())
                    .put("sent", AgentApi.base64(kept.sent()));
        }
        ObjectNode body = SentFields.JSON.createObjectNode();
        body.set("bills", bodies);
        JsonNode answer = api.call(agent, "bills", body);
        boolean any = false;
        for (JsonNode taken : answer.path("taken")) {
            desk.confirmed(
                    taken.path("seq").asLong(),
                    taken.path("state").asString().equals("ACCEPTED")
                            ? ""
                            : taken.path("conflict").asString());
            any = true;
        }
        said = answer.path("refused").asString("");
        return any && said.isEmpty();
    }

    private record Wanted(BillKind kind, int year) {}

    private LocalDate today() {
        BaseData base = desk.base();
        return LocalDate.ofInstant(clock.instant(), base == null ? ZoneId.systemDefault() : base.zone());
    }

    /** Asks for the next block while half of the present one is left. */
    private void renew(Wanted wanted) throws Platform.Unreachable, IOException {
        List<HeldBlock> open = desk.blocks().stream()
                .filter(held -> held.block.kind() == wanted.kind()
                        && held.block.code().year() == wanted.year()
                        && !held.returned)
                .toList();
        boolean enough = open.stream()
                .anyMatch(held -> !isOver(held) && held.left() * 2 >= held.block.count() && !isAging(held));
        Instant refused = refusedAt.get(wanted);
        if (enough || (refused != null && refused.plus(ASK_AGAIN).isAfter(clock.instant()))) {
            return;
        }
        ObjectNode body = SentFields.JSON
                .createObjectNode()
                .put("kind", wanted.kind().name())
                .put("year", wanted.year());
        var known = body.putArray("known");
        open.forEach(held -> known.add(held.block.blockNo()));
        try {
            JsonNode handed = api.call(agent, "blocks", body);
            desk.take(
                    handed.path("content").asString(),
                    java.util.Base64.getDecoder()
                            .decode(handed.path("certificate").asString()),
                    java.util.Base64.getDecoder()
                            .decode(handed.path("signature").asString()),
                    handed.path("issuers")
                            .valueStream()
                            .map(issuer -> java.util.Base64.getDecoder().decode(issuer.asString()))
                            .toList());
            refusedAt.remove(wanted);
        } catch (AgentApi.Refused e) {
            refusedAt.put(wanted, clock.instant());
            if (!UNSURPRISING.contains(e.code()) && wanted.year() == today().getYear()) {
                said = String.valueOf(e.getMessage());
            }
        }
    }

    private boolean isOver(HeldBlock held) {
        return held.closed
                || held.left() == 0
                || held.block.code().year() < today().getYear()
                || clock.instant().isAfter(held.block.validUntil())
                || (isAging(held) && anotherIsFresh(held));
    }

    /** The last third of its time has begun. */
    private boolean isAging(HeldBlock held) {
        var block = held.block;
        Duration third = Duration.between(block.issuedAt(), block.validUntil()).dividedBy(3);
        return clock.instant().isAfter(block.validUntil().minus(third));
    }

    private boolean anotherIsFresh(HeldBlock held) {
        return desk.blocks().stream()
                .anyMatch(other -> other.block.kind() == held.block.kind()
                        && other.block.code().year() == held.block.code().year()
                        && other.left() > 0
                        && !isAging(other));
    }

    private void giveBack(HeldBlock held) throws Platform.Unreachable, AgentApi.Refused, IOException {
        var proof = desk.close(held);
        if (proof.isPresent()) {
            ObjectNode body = SentFields.JSON
                    .createObjectNode()
                    .put("content", proof.get().text())
                    .put("signature", AgentApi.base64(desk.sign(proof.get().bytes())));
            api.call(agent, "returns", body);
            desk.returned(held);
            refusedAt.clear();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
