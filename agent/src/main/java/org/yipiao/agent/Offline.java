package org.yipiao.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.bill.sign.TerminalKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** 离线开票 What this machine does while the platform is away; only where it was signed up for it. */
final class Offline implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Offline.class.getName());

    private final OfflineDesk desk;
    private final Link link;
    private final OfflineLoop loop;
    private final InstantSource clock;

    private Offline(OfflineDesk desk, Link link, OfflineLoop loop, InstantSource clock) {
        this.desk = desk;
        this.link = link;
        this.loop = loop;
        this.clock = clock;
    }

    /** @return empty when the settings name no platform, or the machine was never signed up */
    static Optional<Offline> open(Settings settings, InstantSource clock) throws IOException {
        Path home = settings.home();
        boolean signedUp = Files.exists(home.resolve("agent.code"));
        if (settings.platform().isEmpty() || (settings.enrolment().isEmpty() && !signedUp)) {
            return Optional.empty();
        }
        Files.createDirectories(home);
        SoftKey key =
                TerminalKey.openOrCreate(home.resolve("agent.p12"), password(home), "yipiao agent", clock.instant());
        var link = new Link(clock);
        var desk = new OfflineDesk(home, key, new Pin(home, settings.unitCertificate(), clock), clock);
        var api = new AgentApi(new Platform(settings.platform().get()), key, clock);
        var loop = new OfflineLoop(home, settings.enrolment(), api, desk, link, clock);
        loop.start(settings.probe());
        return Optional.of(new Offline(desk, link, loop, clock));
    }

    /** Beside the key, readable by its owner only: it keeps the key out of backups of the key file alone. */
    private static char[] password(Path home) throws IOException {
        Path file = home.resolve("agent.secret");
        if (!Files.exists(file)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Path part = home.resolve("agent.secret.part");
            Files.deleteIfExists(part);
            if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(part, HexFormat.of().formatHex(secret), StandardCharsets.US_ASCII);
            Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file, StandardCharsets.US_ASCII).toCharArray();
    }

    /** One settlement on its way to the platform. */
    record Settlement(String caller, String method, BillKind kind, JsonNode data, byte[] sent) {
        String key() {
            return OfflineDesk.settlement(
                    caller, kind, data.path("busNo").asString("").strip());
        }
    }

    /** @return empty when it is no settlement that could be issued here */
    static Optional<Settlement> settlement(String caller, String method, JsonNode params) {
        var kind = OfflineReader.kind(method);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] sent =
                    java.util.Base64.getDecoder().decode(params.path("data").asString(""));
            return Optional.of(new Settlement(caller, method, kind.get(), SentFields.JSON.readTree(sent), sent));
        } catch (IllegalArgumentException | JacksonException e) {
            // What can not be read is the platform's to answer.
            return Optional.empty();
        }
    }

    /** The platform's way of answering, so that the business system sees no difference. */
    byte[] issue(Settlement settlement, Envelope envelope, Link.Offline since) {
        try {
            return accepted(
                    desk.issue(settlement.caller(), settlement.method(), settlement.data(), settlement.sent(), since),
                    envelope);
        } catch (OfflineDesk.Refusal e) {
            return envelope.answer(Envelope.FAILURE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "an offline bill was not issued", e);
            return envelope.answer(Envelope.FAILURE, String.valueOf(e.getMessage()));
        }
    }

    private byte[] accepted(OfflineDesk.Issued issued, Envelope envelope) throws IOException {
        return envelope.answer(Envelope.SUCCESS, SentFields.JSON.writeValueAsString(desk.answer(issued)));
    }

    /** The bill that was issued here for the same settlement, so long as the content is the same or the platform is away. */
    Optional<byte[]> earlier(Settlement settlement, Envelope envelope) {
        var first = desk.earlier(settlement.key());
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Link.Offline now = link.offline();
        var issued = first.get();
        return Optional.of(issue(
                settlement,
                envelope,
                now != null ? now : new Link.Offline(issued.at(), Cause.valueOf(issued.cause()))));
    }

    Link.@Nullable Offline offline() {
        return link.offline();
    }

    /** After a failed call: asks until it is clear whether the platform is there. */
    void decide(Cause why) {
        link.failed(why);
        for (int i = 1; i < Link.FAILURES && link.offline() == null; i++) {
            if (loop.contact()) {
                return;
            }
        }
    }

    void good() {
        link.good();
    }

    void tried(Settlement settlement) {
        try {
            desk.tried(settlement.key());
        } catch (IOException e) {
            LOG.log(Level.ERROR, "a tried settlement was not noted", e);
        }
    }

    /** The printed pages of a bill of this machine that the platform does not have yet, or can not be asked for. */
    Optional<byte[]> pdf(String code, String number, String check) throws IOException {
        var issued = desk.numbered(code + " " + number);
        if (issued.isEmpty() || (link.offline() == null && !desk.isWaiting(issued.get()))) {
            return Optional.empty();
        }
        var kept = desk.kept(issued.get());
        if (!kept.bill().bill().checkCode().text().equals(check)) {
            throw new IOException("电子校验码(random)与票据不符；请核对校验码，区分大小写");
        }
        return Optional.of(OfflinePrint.pdf(kept.bill(), kept.signature()));
    }

    /** For the status page and for whoever looks after the windows. */
    ObjectNode status() {
        ObjectNode status = SentFields.JSON.createObjectNode();
        var away = link.offline();
        status.put("agent", loop.agent());
        status.put("mode", away == null ? "联机" : "离线");
        status.put("since", away == null ? "" : local(away.since()));
        status.put("cause", away == null ? "" : away.cause().label());
        Instant seen = loop.seenAt();
        status.put("seenAt", seen == null ? "" : local(seen));
        status.put("waiting", desk.waitingCount());
        status.put("issued", desk.seq());
        desk.waiting(1).forEach(oldest -> {
            status.put("oldest", local(oldest.at()));
            desk.reportHours(Cause.valueOf(oldest.cause()))
                    .ifPresent(hours -> countdown(status, "report", oldest.at().plus(Duration.ofHours(hours))));
        });
        if (away != null) {
            status.put("causeCode", away.cause().name());
            int hours = desk.windowHours(away.cause());
            if (hours > 0) {
                countdown(status, "window", away.since().plus(Duration.ofHours(hours)));
            }
            var causes = status.putArray("causes");
            for (Cause cause : Cause.values()) {
                causes.addObject().put("code", cause.name()).put("label", cause.label());
            }
        }
        status.put("message", desk.stopped().isEmpty() ? loop.said() : desk.stopped());
        var blocks = status.putArray("blocks");
        for (HeldBlock held : desk.blocks()) {
            if (!held.returned) {
                blocks.addObject()
                        .put("block", held.block.blockNo())
                        .put("code", held.block.code().digits())
                        .put("kind", held.block.kind().medicalType())
                        .put("point", held.block.point())
                        .put("left", held.left())
                        .put("count", held.block.count())
                        .put("leftFen", held.block.totalFenMax() - held.totalFen)
                        .put("singleFenMax", held.block.singleFenMax())
                        .put("hoursMax", held.block.hoursMax())
                        .put("validUntil", local(held.block.validUntil()))
                        .put(
                                "hoursLeft",
                                Duration.between(clock.instant(), held.block.validUntil())
                                        .toHours());
            }
        }
        var conflicts = status.putArray("conflicts");
        desk.conflicts().forEach(conflicts::add);
        return status;
    }

    /** In the hospital's time, whatever this machine is set to. */
    private String local(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS)
                .atZone(desk.zone())
                .toOffsetDateTime()
                .toString();
    }

    private void countdown(ObjectNode status, String what, Instant end) {
        status.put(what + "Until", local(end));
        status.put(what + "MinutesLeft", Duration.between(clock.instant(), end).toMinutes());
    }

    /** 改报原因 @return false while online */
    boolean say(Cause cause) {
        return link.say(cause);
    }

    @Override
    public void close() throws IOException {
        loop.close();
        desk.close();
    }
}
