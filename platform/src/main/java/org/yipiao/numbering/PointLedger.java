package org.yipiao.numbering;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@Component
class PointLedger implements PointStock {
    private final PointStore store;
    private final Moves moves;

    PointLedger(PointStore store, Moves moves) {
        this.store = store;
        this.moves = moves;
    }

    @Override
    public List<Range> free(UnitId unit, String point) {
        return store.free(unit, point);
    }

    @Override
    @Transactional
    public void move(
            UnitId unit, List<PaperStock.PaperRange> ranges, Place from, Place to, String by, String document) {
        var errors = new ArrayList<FieldError>();
        var spans = new ArrayList<Span>();
        for (int i = 0; i < ranges.size(); i++) {
            var span = span(unit, ranges.get(i), "billNoList[" + i + "].", errors);
            if (span != null) {
                spans.add(span);
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", errors.getFirst().text(), errors);
        }
        var why = new Moves.Why(by, document, "");
        spans.forEach(span -> moves.move(unit, span, Holding.of(from), Holding.of(to), why));
    }

    private @Nullable Span span(UnitId unit, PaperStock.PaperRange range, String path, List<FieldError> errors) {
        var width = store.width(unit, range.code());
        if (width.isEmpty()) {
            errors.add(new FieldError(path + "billBatchCode", "票据代码", range.code(), "本单位没有这个票据代码", "请核对票据代码"));
            return null;
        }
        Long first = value(range.first(), width.get());
        Long last = value(range.last(), width.get());
        if (first == null) {
            errors.add(
                    new FieldError(path + "billBgnNo", "票据起始号码", range.first(), "应为" + width.get() + "位数字", "保留前导零"));
        }
        if (last == null) {
            errors.add(new FieldError(path + "billEndNo", "票据终止号码", range.last(), "应为" + width.get() + "位数字", "保留前导零"));
        }
        if (first == null || last == null) {
            return null;
        }
        if (first > last) {
            errors.add(new FieldError(path + "billEndNo", "票据终止号码", range.last(), "小于起始号码", "请核对号段"));
            return null;
        }
        return new Span(range.code(), first, last);
    }

    private static @Nullable Long value(String digits, int width) {
        boolean fits = digits.length() == width && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Long.valueOf(digits) : null;
    }

    @Override
    public List<HandedOut> handedOut(UnitId unit, @Nullable String point, Instant from, Instant until) {
        return store.handedOut(unit, point, from, until);
    }
}
