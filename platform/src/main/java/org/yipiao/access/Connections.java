package org.yipiao.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/**
 * 单位接入 Which account a unit has with an outside party: bureau, signature server, mail. What is kept is in force from that
 * moment; what was in force before stays readable. Secrets are sealed.
 * A party has a name of its own such as {@code BUREAU}, the same for ever.
 */
public interface Connections {
    /**
     * @param settings in the clear: addresses, names, switches
     * @param secret key, PIN or password; empty where the party asks for none
     */
    record Kept(Map<String, String> settings, String secret) {
        public Kept {
            settings = Map.copyOf(settings);
        }

        public String text(String name) {
            return settings.getOrDefault(name, "");
        }

        @Override
        public String toString() {
            return "Kept" + settings;
        }
    }

    /** @param secretMark eight characters that differ when the secret differs, and tell nothing of it */
    record Change(Instant at, String by, Map<String, String> settings, String secretMark) {
        public String text(String name) {
            return settings.getOrDefault(name, "");
        }
    }

    /** @return empty when nobody has said anything for this unit */
    Optional<Kept> current(UnitId unit, String party);

    /** Units for which something is kept. */
    List<UnitId> units(String party);

    void keep(UnitId unit, String party, Kept kept, String by);

    /** Newest first. */
    List<Change> changes(UnitId unit, String party, int newest);
}
