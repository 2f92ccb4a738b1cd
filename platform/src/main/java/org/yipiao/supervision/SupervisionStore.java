package org.yipiao.supervision;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.UnitId;

/** All SQL of supervision. */
@Repository
class SupervisionStore {
    /** Bytes of a failed message's body that are kept, each way. */
    static final int BODY_BYTES_MAX = 64 * 1024;

    private static final int OUTCOME_CHARS_MAX = 500;
    private static final String BODIES = "supervision.message";

    private final JdbcClient jdbc;
    private final Vault vault;

    SupervisionStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** 财政配置 @param kinds JSON of the bill kinds with their codes, as the bureau sent it */
    record Kept(Seal supervisorySeal, byte[] supervisoryCertificate, String kinds) {}

    Optional<Kept> config(UnitId unit) {
        return jdbc.sql("""
                select supervisory_seal, supervisory_certificate, kinds::text as kinds
                  from supervision.config
                 where unit_id = :unit
                 order by seq desc
                 limit 1
                """)
                .param("unit", unit.value())
                .query((row, n) -> new Kept(
                        Seal.parse(row.getBytes("supervisory_seal")),
                        row.getBytes("supervisory_certificate"),
                        row.getString("kinds")))
                .optional();
    }

    /** 监制章历史 @param certificate of the supervisory signature at that time */
    record KeptSeal(Seal seal, byte[] certificate, Instant keptAt) {}

    /** The bureau's seals that differed, newest first. */
    List<KeptSeal> sealsOfBureau(UnitId unit) {
        return jdbc
                .sql("""
                select distinct on (supervisory_seal) supervisory_seal, supervisory_certificate, kept_at, seq
                  from supervision.config
                 where unit_id = :unit
                 order by supervisory_seal, seq desc
                """)
                .param("unit", unit.value())
                .query((row, n) -> new KeptSeal(
                        Seal.parse(row.getBytes("supervisory_seal")),
                        row.getBytes("supervisory_certificate"),
                        row.getObject("kept_at", OffsetDateTime.class).toInstant()))
                .list()
                .stream()
                .sorted(java.util.Comparator.comparing(KeptSeal::keptAt).reversed())
                .toList();
    }

    /** Every root the bureau ever named: an old bill is verified by the root of its time. */
    List<byte[]> roots(UnitId unit) {
        Map<String, byte[]> roots = new LinkedHashMap<>();
        jdbc.sql("""
                select roots
                  from supervision.config
                 where unit_id = :unit
                 order by seq
                """).param("unit", unit.value()).query(row -> {
            for (byte[] root : bytes(row.getArray("roots"))) {
                roots.put(Sm2.sm3Hex(root), root);
            }
        });
        return List.copyOf(roots.values());
    }

    /** Every certificate that ever countersigned for the unit. */
    List<byte[]> supervisors(UnitId unit) {
        return jdbc.sql("""
                select distinct supervisory_certificate
                  from supervision.config
                 where unit_id = :unit
                """)
                .param("unit", unit.value())
                .query((row, n) -> row.getBytes("supervisory_certificate"))
                .list();
    }

    /** Adds a version when anything differs from the last one. */
    void keep(
            UnitId unit,
            byte[] supervisorySeal,
            byte[] supervisoryCertificate,
            List<byte[]> roots,
            String kindsJson,
            String digest,
            Instant at) {
        jdbc.sql("""
                insert into supervision.config
                       (unit_id, digest, supervisory_seal, supervisory_certificate, roots, kinds, kept_at)
                select :unit, :digest, :seal, :certificate, :roots, :kinds::jsonb, :at
                 where :digest is distinct from
                       (select digest from supervision.config where unit_id = :unit order by seq desc limit 1)
                """)
                .param("unit", unit.value())
                .param("digest", digest)
                .param("seal", supervisorySeal)
                .param("certificate", supervisoryCertificate)
                .param("roots", roots.toArray(byte[][]::new))
                .param("kinds", kindsJson)
                .param("at", utc(at))
                .update();
    }

    /** 报文 One exchange with a party; bodies are kept only when it failed. */
    record Message(
            String peer,
            String path,
            byte[] sent,
            String sentSm3,
            byte @Nullable [] answer,
            Instant at,
            Duration took,
            String outcome,
            boolean succeeded) {}

    void note(UnitId unit, Message message) {
        byte[] answer = message.answer();
        jdbc.sql("""
                insert into supervision.message
                       (unit_id, direction, peer, path, sent_sm3, sent_size, answer_sm3, answer_size,
                        at, took_ms, outcome, sent_body, answer_body)
                values (:unit, 'OUT', :peer, :path, :sentSm3, :sentSize, :answerSm3, :answerSize,
                        :at, :took, :outcome, :sentBody, :answerBody)
                """)
                .param("unit", unit.value())
                .param("peer", message.peer())
                .param("path", message.path())
                .param("sentSm3", message.sentSm3())
                .param("sentSize", message.sent().length)
                .param("answerSm3", answer == null ? null : Sm2.sm3Hex(answer), java.sql.Types.VARCHAR)
                .param("answerSize", answer == null ? null : answer.length, java.sql.Types.INTEGER)
                .param("at", utc(message.at()))
                .param("took", message.took().toMillis())
                .param("outcome", shortened(message.outcome()))
                .param("sentBody", message.succeeded() ? null : sealed(message.sent()), java.sql.Types.BINARY)
                .param(
                        "answerBody",
                        message.succeeded() || answer == null ? null : sealed(answer),
                        java.sql.Types.BINARY)
                .update();
    }

    private byte[] sealed(byte[] body) {
        return vault.seal(BODIES, body.length > BODY_BYTES_MAX ? Arrays.copyOf(body, BODY_BYTES_MAX) : body);
    }

    private static String shortened(String outcome) {
        return outcome.length() > OUTCOME_CHARS_MAX ? outcome.substring(0, OUTCOME_CHARS_MAX) : outcome;
    }

    int prune(UnitId unit, Instant before) {
        return jdbc.sql("""
                delete from supervision.message
                 where unit_id = :unit
                   and at < :before
                """)
                .param("unit", unit.value())
                .param("before", utc(before))
                .update();
    }

    /** 总数核对 Ours and the bureau's of one day and kind; amounts in fen, red ones negative. */
    record TotalsCheck(
            LocalDate day,
            BillKind kind,
            long ourCountBefore,
            long ourCount,
            long ourFen,
            long bureauCount,
            long bureauFen,
            long inTransit) {

        /**
         * The bureau was asked between our two counts. It may know bills whose answer is still under way to us; it must
         * know every bill that was ISSUED here before it was asked.
         */
        boolean agrees() {
            boolean still = ourCountBefore == ourCount && bureauCount == ourCount;
            return still ? bureauFen == ourFen : bureauCount >= ourCountBefore && bureauCount <= ourCount + inTransit;
        }
    }

    void keep(UnitId unit, TotalsCheck check, Instant at) {
        jdbc.sql("""
                insert into supervision.totals_check
                       (unit_id, day, kind, checked_at, our_count_before, our_count, our_fen, bureau_count, bureau_fen,
                        in_transit)
                values (:unit, :day, :kind, :at, :ourCountBefore, :ourCount, :ourFen, :bureauCount, :bureauFen, :inTransit)
                    on conflict (unit_id, day, kind) do update
                   set checked_at = excluded.checked_at,
                       our_count_before = excluded.our_count_before,
                       our_count = excluded.our_count,
                       our_fen = excluded.our_fen,
                       bureau_count = excluded.bureau_count,
                       bureau_fen = excluded.bureau_fen,
                       in_transit = excluded.in_transit
                """)
                .param("unit", unit.value())
                .param("day", check.day())
                .param("kind", check.kind().name())
                .param("at", utc(at))
                .param("ourCountBefore", check.ourCountBefore())
                .param("ourCount", check.ourCount())
                .param("ourFen", check.ourFen())
                .param("bureauCount", check.bureauCount())
                .param("bureauFen", check.bureauFen())
                .param("inTransit", check.inTransit())
                .update();
    }

    List<TotalsCheck> totalsChecks(UnitId unit, LocalDate since) {
        return jdbc.sql("""
                select day, kind, our_count_before, our_count, our_fen, bureau_count, bureau_fen, in_transit
                  from supervision.totals_check
                 where unit_id = :unit
                   and day >= :since
                 order by day, kind
                """)
                .param("unit", unit.value())
                .param("since", since)
                .query((row, n) -> new TotalsCheck(
                        row.getObject("day", LocalDate.class),
                        BillKind.valueOf(row.getString("kind")),
                        row.getLong("our_count_before"),
                        row.getLong("our_count"),
                        row.getLong("our_fen"),
                        row.getLong("bureau_count"),
                        row.getLong("bureau_fen"),
                        row.getLong("in_transit")))
                .list();
    }

    private static byte[][] bytes(Array array) throws SQLException {
        return (byte[][]) array.getArray();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
