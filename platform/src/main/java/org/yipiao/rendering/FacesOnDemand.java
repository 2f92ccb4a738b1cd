package org.yipiao.rendering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import org.yipiao.bill.face.Face;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Refused;
import org.yipiao.shared.Remembered;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SignedBills;
import org.yipiao.signing.UnitSigners;
import org.yipiao.supervision.SupervisorySeals;

/** Draws faces when someone looks. Pictures and PDFs cost much to make, so they are kept a while, within a bound. */
@Component
class FacesOnDemand implements Faces, Remembered {
    static final long CACHE_BYTES_MAX = 32L * 1024 * 1024;
    static final double SCREEN_PIXELS_PER_MM = 8;

    /** Pictures drawn at once: drawing is pure work for the processor, and issuing needs it too. */
    private static final int DRAWN_AT_ONCE = 2;

    private final BillQueries bills;
    private final SignedBills signed;
    private final UnitSigners signers;
    private final SupervisorySeals seals;
    private final Semaphore drawing = new Semaphore(DRAWN_AT_ONCE, true);

    private final Cache<Drawn, byte[]> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES_MAX)
            .weigher((Drawn key, byte[] bytes) -> bytes.length)
            .expireAfterAccess(Duration.ofMinutes(30))
            .recordStats()
            .build();

    FacesOnDemand(BillQueries bills, SignedBills signed, UnitSigners signers, SupervisorySeals seals) {
        this.bills = bills;
        this.signed = signed;
        this.signers = signers;
        this.seals = seals;
    }

    @Override
    public List<Kept> remembered() {
        return List.of(Kept.of("rendering.faces", "已画好的票面图片和 PDF", "30 分钟未用，最多 32 MB", cache));
    }

    /** The state belongs to the key: a reversal changes the face. @param page 0 for the PDF */
    private record Drawn(BillId bill, BillState state, int page) {}

    @Override
    public Face face(UnitId unit, BillId id) {
        return face(issued(unit, id));
    }

    @Override
    public byte[] png(UnitId unit, BillId id, int page) {
        IssuedBill issued = issued(unit, id);
        return cached(new Drawn(id, issued.state(), page), () -> face(issued).png(page, SCREEN_PIXELS_PER_MM));
    }

    @Override
    public byte[] pdf(UnitId unit, BillId id) {
        IssuedBill issued = issued(unit, id);
        if (!isCountersigned(issued.state())) {
            throw new Refused(409, "NOT_YET_COUNTERSIGNED", "票据尚未完成财政监制，请稍后再下载");
        }
        return cached(new Drawn(id, issued.state(), 0), () -> face(issued).pdf(signed.document(unit, id)));
    }

    private interface Drawing {
        byte[] draw();
    }

    private byte[] cached(Drawn key, Drawing drawing) {
        byte[] known = cache.getIfPresent(key);
        if (known != null) {
            return known;
        }
        this.drawing.acquireUninterruptibly();
        try {
            byte[] drawn = drawing.draw();
            cache.put(key, drawn);
            return drawn;
        } finally {
            this.drawing.release();
        }
    }

    private IssuedBill issued(UnitId unit, BillId id) {
        return bills.byId(unit, id).orElseThrow(() -> new NoSuchElementException("no bill " + id));
    }

    private Face face(IssuedBill issued) {
        List<String> marks = new ArrayList<>();
        List<Face.SealImage> pictures = new ArrayList<>();
        BillState state = issued.state();
        if (state == BillState.REVERSED) {
            marks.add("已冲红");
        }
        if (state == BillState.BURNT) {
            marks.add("已作废");
        } else if (!isCountersigned(state)) {
            marks.add("待财政监制");
        }
        if (state != BillState.NUMBERED && state != BillState.BURNT) {
            pictures.add(new Face.SealImage(false, signers.seal(issued.unit()).picture()));
        }
        if (isCountersigned(state)) {
            pictures.add(new Face.SealImage(true, seals.seal(issued.unit()).picture()));
        }
        return Face.of(bills.bill(issued.id()), marks, pictures);
    }

    private static boolean isCountersigned(BillState state) {
        return state == BillState.ISSUED || state == BillState.REVERSED;
    }
}
