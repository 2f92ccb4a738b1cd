package org.yipiao.numbering;

import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.BillCode;

/**
 * 取号算法 Which numbers come next out of open ranges: the first {@code count} in the order of the ranges.
 *
 * @param runs the numbers drawn, each run with the range it comes from, ascending within it
 * @param left numbers still in the ranges afterwards; when nothing was drawn for want of numbers, all of them
 */
record Draw(List<Run> runs, long left) {
    /** 开放号段 Still to be given out are {@code next} to {@code last}, inclusive. */
    record OpenRange(long id, BillCode code, long first, long next, long last) {
        OpenRange {
            if (next < first || next > last + 1) {
                throw new IllegalArgumentException("next number outside its range " + id);
            }
        }

        long left() {
            return last - next + 1;
        }
    }

    /** Numbers {@code first} to {@code last} of one range. */
    record Run(OpenRange range, long first, long last) {
        long count() {
            return last - first + 1;
        }

        NumberSource.Segment segment() {
            return new NumberSource.Segment(range.code(), first, last);
        }
    }

    /** Draws exactly {@code count} numbers, or none when fewer are left. */
    static Draw from(List<OpenRange> ranges, long count) {
        long total = ranges.stream().mapToLong(OpenRange::left).sum();
        if (total < count) {
            return new Draw(List.of(), total);
        }
        var runs = new ArrayList<Run>();
        long wanted = count;
        for (OpenRange range : ranges) {
            long here = Math.min(wanted, range.left());
            if (here > 0) {
                runs.add(new Run(range, range.next(), range.next() + here - 1));
                wanted -= here;
            }
        }
        return new Draw(List.copyOf(runs), total - count);
    }

    List<NumberSource.Segment> segments() {
        return runs.stream().map(Run::segment).toList();
    }
}
