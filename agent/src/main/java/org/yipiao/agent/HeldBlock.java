package org.yipiao.agent;

import org.yipiao.bill.offline.NumberBlock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** 号段 A block of numbers of this machine, with what was used of it. */
final class HeldBlock {
    final NumberBlock block;
    long next;
    long totalFen;
    boolean closed;
    boolean returned;

    private final ObjectNode line;

    /** @param line of the journal, or of the snapshot it begins with */
    HeldBlock(JsonNode line) {
        this.block = NumberBlock.read(line.path("content").asString());
        this.line = (ObjectNode) line;
        this.next = line.path("next").asLong(block.first());
        this.totalFen = line.path("totalFen").asLong(0);
        this.closed = line.path("closed").asBoolean(false);
    }

    /** As it stands now, for a journal that begins here. */
    ObjectNode now() {
        return line.deepCopy().put("next", next).put("totalFen", totalFen).put("closed", closed);
    }

    long left() {
        return closed ? 0 : block.last() + 1 - next;
    }
}
