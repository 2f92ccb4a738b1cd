package org.yipiao.sandbox.bureau;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.sandbox.Agencies;
import org.yipiao.sandbox.Cores;
import org.yipiao.sandbox.Keys;
import org.yipiao.sandbox.SandboxApplication;
import org.yipiao.sandbox.bureau.BillRules.Broken;

/**
 * 监制 Checks uploaded bills and adds the supervisory signature. Looking and signing run on all cores; taking the number
 * happens one pack at a time, so that a number, and the reversal of a blue bill, is given once.
 */
@Component
class Countersigning {
    private final Ledger ledger;
    private final Keys keys;
    private final InstantSource clock;
    private final ExecutorService signatures;
    private final RecentUploads recent;
    private final Agencies agencies;
    private final Registry registry;
    private final Map<String, Judge> judges = new ConcurrentHashMap<>();

    Countersigning(
            Ledger ledger,
            Keys keys,
            Agencies agencies,
            InstantSource clock,
            ExecutorService signatures,
            RecentUploads recent,
            Registry registry) {
        this.ledger = ledger;
        this.keys = keys;
        this.clock = clock;
        this.signatures = signatures;
        this.recent = recent;
        this.agencies = agencies;
        this.registry = registry;
    }

    /** What one unit's bills must satisfy. */
    private record Judge(BillRules rules, UnitSignatures signatures) {}

    private Judge judge(String code) {
        return judges.computeIfAbsent(code, this::judgeOf);
    }

    private Judge judgeOf(String code) {
        var agency = agencies.find(code).orElseThrow();
        return new Judge(
                new BillRules(
                        agency.creditCode(),
                        agency.areaCode(),
                        seal -> registry.knows(code, seal),
                        keys.supervisorySeal().ref()),
                new UnitSignatures(
                        keys.rootCertificate(), keys.unit(code).certificate(), seal -> registry.knowsSeal(code, seal)));
    }

    /** 上传票据 @param unitSignature the unit's signature element */
    record Upload(String billCode, String billNumber, String charset, byte[] block, byte[] unitSignature) {}

    /** 监制结果 */
    sealed interface Result {}

    /** 已监制 @param warning broken rules that do not hinder; usually empty */
    record Issued(Entry entry, String warning) implements Result {}

    /** 已退回 */
    record Refused(Broken why) implements Result {}

    /** What is known of an upload before its number is taken. */
    private sealed interface Seen {}

    private record Sound(Entry entry, byte[] packed, Bill bill) implements Seen {}

    private record Done(Result result) implements Seen {}

    /** Countersigns a pack; the results are in the order of the uploads. */
    List<Result> countersign(String agency, List<Upload> pack) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var work = new ArrayList<Callable<Seen>>(pack.size());
        for (Upload upload : pack) {
            work.add(() -> look(agency, upload, now));
        }
        List<Seen> seen = Cores.run(signatures, work);
        Result[] results = new Result[pack.size()];
        ledger.write(() -> {
            // Blue bills first: a red one may follow its blue bill in the same pack.
            for (boolean red : new boolean[] {false, true}) {
                for (int i = 0; i < results.length; i++) {
                    if (seen.get(i) instanceof Sound sound && sound.entry().isRed() == red) {
                        results[i] = take(agency, sound);
                    } else if (seen.get(i) instanceof Done done) {
                        results[i] = done.result();
                    }
                }
            }
            rememberRefusals(pack, results);
            return results;
        });
        var answered = List.of(results);
        recent.add(now, pack, answered);
        return answered;
    }

    /** The supervisory signature element of a countersigned bill, the same bytes each time. */
    byte[] element(Entry entry) {
        return new XmlSignature(
                        XmlSignature.Role.SUPERVISORY,
                        entry.countersignedAt(),
                        keys.bureauCertificate().getSerialNumber().toString(16),
                        keys.supervisorySeal().ref().id(),
                        entry.signature(),
                        keys.bureau().certificate())
                .element();
    }

    /** As {@link #element}, but signed over other bytes, as a faulty bureau would. */
    byte[] wrongElement(Entry entry) {
        byte[] other = keys.bureau().sign(entry.blockSm3());
        return element(new Entry(
                entry.key(),
                entry.blue(),
                entry.totalFen(),
                entry.blockSm3(),
                entry.unitDigest(),
                entry.issued(),
                entry.countersignedAt(),
                other));
    }

    private Seen look(String agency, Upload upload, Instant now) {
        try {
            var code = new BillCode(upload.billCode());
            var number = new BillNumber(upload.billNumber());
            long key = Entry.key(code, number);
            if (ledger.segmentOf(key)
                    .filter(segment -> segment.agency().equals(agency))
                    .isEmpty()) {
                return refused(Refusal.NUMBER_NOT_ALLOTTED, code + " " + number);
            }
            if (upload.block().length > Block.BYTES_MAX) {
                return refused(Refusal.UNREADABLE, "超过 8 MB");
            }
            byte[] blockSm3 = Sm2.sm3(upload.block());
            byte[] unitDigest = sha256(upload.unitSignature());
            Optional<Entry> earlier = ledger.bill(key);
            if (earlier.isPresent()) {
                return new Done(again(earlier.get(), blockSm3, unitDigest));
            }
            return judge(agency, upload, code, number, blockSm3, unitDigest, now);
        } catch (IllegalArgumentException e) {
            return refused(Refusal.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private Seen judge(
            String agency,
            Upload upload,
            BillCode code,
            BillNumber number,
            byte[] blockSm3,
            byte[] unitDigest,
            Instant now) {
        var judge = judge(agency);
        var block = new Block(upload.block(), Block.charset(upload.charset()));
        var unit = XmlSignature.parse(upload.unitSignature());
        Optional<Broken> badSignature = judge.signatures().broken(unit, block.bytes(), now);
        if (badSignature.isPresent()) {
            return new Done(new Refused(badSignature.get()));
        }
        Bill bill = BillXml.readBlock(block.bytes(), block.charset());
        if (!bill.code().equals(code) || !bill.number().equals(number)) {
            return refused(Refusal.ENVELOPE, bill.key().toString());
        }
        Optional<Broken> badContent = judge.rules().broken(bill, LocalDateTime.ofInstant(now, SandboxApplication.ZONE));
        if (badContent.isPresent()) {
            return new Done(new Refused(badContent.get()));
        }
        var entry = new Entry(
                Entry.key(code, number),
                bill.reverses().map(Entry::key).orElse(0L),
                bill.content().total().fen(),
                blockSm3,
                unitDigest,
                bill.issuedAt().toLocalDate(),
                now,
                keys.bureau().sign(BillXml.supervised(upload.block(), upload.unitSignature())));
        return new Sound(entry, block.packed(), bill);
    }

    /** Alone with the ledger: what others took since the look counts. */
    private Result take(String agency, Sound sound) {
        Entry entry = sound.entry();
        Optional<Entry> earlier = ledger.bill(entry.key());
        if (earlier.isPresent()) {
            return again(earlier.get(), entry.blockSm3(), entry.unitDigest());
        }
        if (entry.isRed()) {
            Optional<Broken> broken = reversal(agency, sound);
            if (broken.isPresent()) {
                return new Refused(broken.get());
            }
        }
        ledger.add(agency, entry, sound.packed());
        return new Issued(entry, BillRules.warning(sound.bill()));
    }

    private Optional<Broken> reversal(String agency, Sound red) {
        long blueKey = red.entry().blue();
        Optional<Entry> blue = ledger.bill(blueKey).filter(any -> ledger.isOf(agency, blueKey));
        Optional<Block> block = ledger.block(blueKey);
        String name = Entry.code(blueKey) + " " + Entry.number(blueKey);
        if (blue.isEmpty() || block.isEmpty()) {
            return Optional.of(new Broken(Refusal.BLUE_NOT_ISSUED, name));
        }
        if (blue.get().isRed()) {
            return Optional.of(new Broken(Refusal.RED_OF_RED, name));
        }
        Optional<Long> other = ledger.reversedBy(blueKey);
        if (other.isPresent()) {
            return Optional.of(new Broken(Refusal.BLUE_REVERSED, "红票 " + Entry.number(other.get())));
        }
        return BillRules.difference(
                red.bill(), BillXml.readBlock(block.get().bytes(), block.get().charset()));
    }

    private static Result again(Entry earlier, byte[] blockSm3, byte[] unitDigest) {
        return earlier.isOf(blockSm3, unitDigest)
                ? new Issued(earlier, "")
                : new Refused(new Broken(Refusal.NUMBER_USED, "与首次上传的内容或签名不同"));
    }

    private void rememberRefusals(List<Upload> pack, Result[] results) {
        for (int i = 0; i < results.length; i++) {
            Upload upload = pack.get(i);
            if (results[i] instanceof Refused refused && hasOurNumber(upload)) {
                long key = Entry.key(new BillCode(upload.billCode()), new BillNumber(upload.billNumber()));
                ledger.refused(
                        key,
                        refused.why().refusal().code() + " " + refused.why().reason());
            }
        }
    }

    /** Refusals are remembered for allotted and unused numbers only, so that their count has a limit. */
    private boolean hasOurNumber(Upload upload) {
        try {
            long key = Entry.key(new BillCode(upload.billCode()), new BillNumber(upload.billNumber()));
            return ledger.segmentOf(key).isPresent() && ledger.bill(key).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tells two elements apart, nothing more: SHA-256 costs a tenth of SM3 on common processors. */
    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Seen refused(Refusal refusal, String detail) {
        return new Done(new Refused(new Broken(refusal, detail)));
    }
}
