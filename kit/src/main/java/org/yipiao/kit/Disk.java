package org.yipiao.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import tools.jackson.databind.JsonNode;

/** 占用 What an installation takes on disk. @param database bytes, indexes and all. @param files bytes of the originals */
record Disk(long database, long files) {

    static Disk now(Ledger ledger, JsonNode status) throws IOException, SQLException {
        long files = 0;
        Path blobs = Path.of(status.get("home").asString(), "blobs");
        if (Files.exists(blobs)) {
            try (var all = Files.walk(blobs)) {
                files = all.mapToLong(
                                file -> file.toFile().isFile() ? file.toFile().length() : 0)
                        .sum();
            }
        }
        return new Disk(ledger.number("select pg_database_size(current_database())"), files);
    }

    /** Puts what one bill has taken since then, young tables and all. */
    void put(Report report, Disk now, long bills) {
        report.put("disk.database_bytes_per_bill", (Object) ((now.database - database) / bills));
        report.put("disk.file_bytes_per_bill", (Object) ((now.files - files) / bills));
    }
}
