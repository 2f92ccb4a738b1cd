package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.yipiao.bill.BillCode;

class DrawTest {
    private static final BillCode CODE = new BillCode("99060126");

    @Property(tries = 500)
    void a_draw_gives_exactly_the_next_numbers_in_order_or_none(
            @ForAll("ranges") List<Draw.OpenRange> ranges, @ForAll @IntRange(min = 1, max = 300) int count) {
        List<Long> open = ranges.stream()
                .flatMapToLong(range -> LongStream.rangeClosed(range.next(), range.last()))
                .boxed()
                .toList();
        var draw = Draw.from(ranges, count);
        List<Long> drawn = draw.segments().stream()
                .flatMapToLong(segment -> LongStream.rangeClosed(segment.first(), segment.last()))
                .boxed()
                .toList();
        if (open.size() < count) {
            assertThat(drawn).isEmpty();
            assertThat(draw.left()).isEqualTo(open.size());
        } else {
            assertThat(drawn).isEqualTo(open.subList(0, count)).doesNotHaveDuplicates();
            assertThat(draw.left()).isEqualTo(open.size() - count);
        }
    }

    @Property(tries = 200)
    void drawing_again_and_again_uses_up_every_number_once(
            @ForAll("ranges") List<Draw.OpenRange> ranges, @ForAll @IntRange(min = 1, max = 20) int step) {
        var rest = new ArrayList<>(ranges);
        var seen = new ArrayList<Long>();
        while (true) {
            long left = rest.stream().mapToLong(Draw.OpenRange::left).sum();
            if (left == 0) {
                break;
            }
            for (Draw.Run run : Draw.from(rest, Math.min(step, left)).runs()) {
                LongStream.rangeClosed(run.first(), run.last()).forEach(seen::add);
                var old = run.range();
                rest.set(
                        rest.indexOf(old),
                        new Draw.OpenRange(old.id(), old.code(), old.first(), run.last() + 1, old.last()));
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(ranges.stream()
                        .flatMapToLong(range -> LongStream.rangeClosed(range.next(), range.last()))
                        .boxed()
                        .toList());
    }

    @Provide
    Arbitrary<List<Draw.OpenRange>> ranges() {
        var lengths = Combinators.combine(
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(0, 60))
                .as((length, used) -> new int[] {length, Math.min(used, length)});
        return lengths.list().ofMaxSize(8).map(shapes -> {
            var ranges = new ArrayList<Draw.OpenRange>();
            long first = 1;
            for (int[] shape : shapes) {
                ranges.add(new Draw.OpenRange(ranges.size() + 1, CODE, first, first + shape[1], first + shape[0] - 1));
                first += shape[0] + 7;
            }
            return ranges;
        });
    }
}
