package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@link Audit} as a chain: hash = SM3(hash before, text of the entry). The hash covers the stored text as it is, so
 * that no later change of a JSON library can break old entries. The end is sealed with a key of the {@link Vault}: who
 * has only the database can neither shorten the chain nor write it anew.
 */
@Service
class AuditLog implements Audit {
    /** Longest text kept of one part of an entry. */
    static final int PART_MAX = 200;

    /** Longest text kept of what stood before and after a change. */
    static final int CHANGE_MAX = 2_000;

    private static final byte[] BEGINNING = new byte[32];
    private static final String SEAL_CONTEXT = "access.audit";
    private static final int VERIFY_STEP = 1_000;
    private static final String NO_UNIT = "-";

    private final AuditStore store;
    private final Vault vault;
    private final JsonMapper json;
    private final InstantSource clock;
    private final TransactionTemplate ownTransaction;

    AuditLog(
            AuditStore store,
            Vault vault,
            JsonMapper json,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
        this.ownTransaction = new TransactionTemplate(transactions);
        // What was tried and rolled back was tried all the same.
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void note(CurrentUser by, String act, String object, String result) {
        append(by.unit().value(), by.username(), by.displayName(), new What(act, object, result, "", ""));
    }

    @Override
    public void note(CurrentUser by, String act, String object, String result, String before, String after) {
        append(by.unit().value(), by.username(), by.displayName(), new What(act, object, result, before, after));
    }

    /** For acts of people who are not signed in: the name is what they typed. */
    void note(String username, String act, String object, String result) {
        append(NO_UNIT, username, "", new What(act, object, result, "", ""));
    }

    private record What(String act, String object, String result, String before, String after) {}

    private void append(String unit, String username, String who, What what) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String address = address();
        ownTransaction.executeWithoutResult(status -> {
            var head = store.lockHead().orElseGet(this::begin);
            long seq = head.seq() + 1;
            String entry = text(seq, at, unit, username, who, address, what);
            byte[] hash = hash(head.hash(), entry);
            var row = new AuditStore.Row(unit, seq, at, clean(username), clean(what.act()), entry, head.hash(), hash);
            store.append(row, new AuditStore.Head(seq, hash, seal(seq, hash)));
        });
    }

    private AuditStore.Head begin() {
        store.begin(new AuditStore.Head(0, BEGINNING, seal(0, BEGINNING)));
        return store.lockHead().orElseThrow();
    }

    /** The order of the parts is part of the record. */
    private String text(long seq, Instant at, String unit, String username, String who, String address, What what) {
        var parts = new LinkedHashMap<String, Object>();
        parts.put("seq", seq);
        parts.put("at", at.toString());
        parts.put("unit", unit);
        parts.put("username", clean(username));
        parts.put("who", clean(who));
        parts.put("address", address);
        parts.put("act", clean(what.act()));
        parts.put("object", clean(what.object()));
        parts.put("result", clean(what.result()));
        if (!what.before().isEmpty() || !what.after().isEmpty()) {
            parts.put("before", clean(what.before(), CHANGE_MAX));
            parts.put("after", clean(what.after(), CHANGE_MAX));
        }
        return json.writeValueAsString(parts);
    }

    /**
     * 链校验 Recomputes the whole chain.
     *
     * @return empty when it is whole, else what is wrong and at which entry, in Chinese
     */
    Optional<String> broken() {
        return verify().fault();
    }

    /**
     * @param entries how many entries stood in line before the fault
     * @param fault what is wrong and at which entry, in Chinese
     */
    record Verified(long entries, Optional<String> fault) {}

    Verified verify() {
        byte[] previous = BEGINNING;
        long seq = 0;
        // Taken first: entries written meanwhile stand behind it.
        var head = store.head();
        for (var rows = store.after(0, VERIFY_STEP); !rows.isEmpty(); rows = store.after(seq, VERIFY_STEP)) {
            for (var row : rows) {
                var fault = fault(row, seq + 1, previous);
                if (fault.isPresent()) {
                    return new Verified(seq, fault);
                }
                if (head.isPresent()
                        && row.seq() == head.get().seq()
                        && !Arrays.equals(row.hash(), head.get().hash())) {
                    return new Verified(seq, Optional.of("第 " + row.seq() + " 条的摘要与链尾封签不符"));
                }
                previous = row.hash();
                seq = row.seq();
            }
        }
        return new Verified(seq, head.isEmpty() ? missingHead(seq) : wrongHead(head.get(), seq));
    }

    private Optional<String> fault(AuditStore.Row row, long expected, byte[] previous) {
        if (row.seq() != expected) {
            return Optional.of("第 " + expected + " 条缺失");
        }
        if (!Arrays.equals(row.previousHash(), previous)) {
            return Optional.of("第 " + expected + " 条与前一条不相连");
        }
        if (!Arrays.equals(row.hash(), hash(previous, row.entry()))) {
            return Optional.of("第 " + expected + " 条的内容被改动");
        }
        var parts = json.readTree(row.entry());
        boolean same = parts.path("seq").asLong() == row.seq()
                && parts.path("at").asString("").equals(row.at().toString())
                && parts.path("unit").asString("").equals(row.unit())
                && parts.path("username").asString("").equals(row.username())
                && parts.path("act").asString("").equals(row.act());
        return same ? Optional.empty() : Optional.of("第 " + expected + " 条的检索列与原文不符");
    }

    private static Optional<String> missingHead(long seq) {
        return seq == 0 ? Optional.empty() : Optional.of("链尾封签缺失，第 " + seq + " 条之后是否完整无法证明");
    }

    private Optional<String> wrongHead(AuditStore.Head head, long seq) {
        if (!Arrays.equals(head.seal(), seal(head.seq(), head.hash()))) {
            return Optional.of("链尾封签不是本系统所加");
        }
        return seq < head.seq() ? Optional.of("第 " + (seq + 1) + " 条起缺失，应有 " + head.seq() + " 条") : Optional.empty();
    }

    static byte[] hash(byte[] previous, String entry) {
        var sm3 = new SM3Digest();
        sm3.update(previous, 0, previous.length);
        byte[] text = entry.getBytes(UTF_8);
        sm3.update(text, 0, text.length);
        byte[] hash = new byte[sm3.getDigestSize()];
        sm3.doFinal(hash, 0);
        return hash;
    }

    private byte[] seal(long seq, byte[] hash) {
        return vault.mac(
                SEAL_CONTEXT,
                ByteBuffer.allocate(Long.BYTES + hash.length)
                        .putLong(seq)
                        .put(hash)
                        .array());
    }

    /** Without control characters and halves of pairs, which the database would refuse or change. */
    static String clean(String text) {
        return clean(text, PART_MAX);
    }

    private static String clean(String text, int max) {
        var clean = new StringBuilder();
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .limit(max)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? String.valueOf(request.getRequest().getRemoteAddr())
                : "";
    }
}
