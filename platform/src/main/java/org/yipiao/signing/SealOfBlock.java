package org.yipiao.signing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** 票据数据中的单位印章 A bill numbered before the unit's seal changed is signed under the seal its frozen block names. */
final class SealOfBlock {
    private static final String SEAL = "<InvoicingPartySeal>";
    private static final String ID = "<SealId>";
    private static final String HEX = "[0-9A-Fa-f]{32}";
    private static final int ID_LENGTH = 32;

    private SealOfBlock() {}

    /** Tags and id are ASCII in every charset of the norm, so the text need not be decoded. */
    static Optional<String> id(byte[] block) {
        String text = new String(block, StandardCharsets.ISO_8859_1);
        int seal = text.indexOf(SEAL);
        int id = seal < 0 ? -1 : text.indexOf(ID, seal);
        if (id < 0 || id + ID.length() + ID_LENGTH > text.length()) {
            return Optional.empty();
        }
        String found = text.substring(id + ID.length(), id + ID.length() + ID_LENGTH);
        return found.matches(HEX) ? Optional.of(found) : Optional.empty();
    }
}
