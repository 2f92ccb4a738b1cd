package org.yipiao.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** 离线日志文件 The journal on the disk: held by one program only, replayed into the ledger, cut when it grew long 轮换. */
final class OfflineFile implements AutoCloseable {
    private static final String JOURNAL = "offline.journal";
    /** Bills younger than this stay in it: their settlements may come once more. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path home;
    private final OfflineLedger ledger;
    private final FileChannel only;
    private final Journal journal;

    /**
     * @param longBytes a journal longer than this is cut now if nothing waits
     * @throws IOException in Chinese, when the journal is damaged or in use
     */
    OfflineFile(Path home, OfflineLedger ledger, Instant now, long longBytes) throws IOException {
        this.home = home;
        this.ledger = ledger;
        this.only = alone(home);
        try {
            this.journal = opened(now, longBytes);
        } catch (IOException | RuntimeException e) {
            only.close();
            throw e;
        }
    }

    /** Held for as long as the program runs, also while the journal is exchanged: two agents would give out a number twice. */
    private static FileChannel alone(Path home) throws IOException {
        var file = FileChannel.open(home.resolve("offline.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // Answered below.
        }
        file.close();
        throw new IOException("离线日志 " + home.resolve(JOURNAL) + " 正被另一个代理使用，请先退出它");
    }

    private Journal opened(Instant now, long longBytes) throws IOException {
        Path file = home.resolve(JOURNAL);
        Path part = home.resolve(JOURNAL + ".part");
        if (!Files.exists(file) && Files.exists(part)) {
            // Stopped between the two renames of a cut; the part was complete before the first of them.
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(file) || Files.size(file) < longBytes) {
            return new Journal(file, ledger::replay);
        }
        var tail = new Tail(now.minus(KEPT));
        new Journal(file, tail).close();
        var rest = tail.rest();
        ledger.forget();
        if (!rest.isEmpty()) {
            Journal.write(part, rest);
            Path old = home.resolve("offline-" + now.toEpochMilli() + ".journal");
            Files.move(file, old, StandardCopyOption.ATOMIC_MOVE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Journal(file, ledger::replay);
    }

    /** Replays a journal and gathers the one that can stand for it: how things stood before its first young bill, and the rest. */
    private final class Tail implements Journal.Line {
        private final Instant young;
        private final List<Journal.Entry> entries = new ArrayList<>();
        private boolean begun;
        private boolean old;

        private Tail(Instant young) {
            this.young = young;
        }

        @Override
        public void read(long offset, String kind, String text) throws IOException {
            boolean bill = kind.equals(OfflineLedger.BILL);
            if (bill && !begun && ledger.issuedAt(text).isAfter(young)) {
                begin();
            }
            if (begun) {
                entries.add(new Journal.Entry(kind, text));
            }
            old |= bill && !begun;
            ledger.replay(offset, kind, text);
        }

        private void begin() {
            begun = true;
            entries.add(ledger.snapshot());
        }

        /** Nothing when there is nothing to leave behind, or something that the platform does not have yet. */
        private List<Journal.Entry> rest() {
            if (!old || !ledger.waiting().isEmpty()) {
                return List.of();
            }
            if (!begun) {
                begin();
            }
            return entries;
        }
    }

    /** @return its offset, once the line is on the disk */
    long write(String kind, ObjectNode line) throws IOException {
        return journal.append(kind, SentFields.JSON.writeValueAsString(line));
    }

    String text(long offset) throws IOException {
        return journal.text(offset);
    }

    @Override
    public void close() throws IOException {
        try (only) {
            journal.close();
        }
    }
}
