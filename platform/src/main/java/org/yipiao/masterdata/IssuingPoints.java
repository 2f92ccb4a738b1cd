package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** 开票点 Windows, kiosks and apps that issue. */
public interface IssuingPoints {
    /** 开票点类型 */
    enum Form {
        WINDOW("人工窗口"),
        SELF_SERVICE("自助机"),
        MOBILE("移动端"),
        CHECK_UP("体检"),
        WARD("病区床旁"),
        OTHER("其他");

        private final String label;

        Form(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param stopped 停用: every issue is refused until it is started again
     * @param terminals 终端 addresses or numbers of the machines that stand there
     * @param campus 院区 code, empty where the unit has one place only
     */
    record IssuingPoint(
            UnitId unit,
            String code,
            String name,
            List<BillKind> kinds,
            boolean stopped,
            Form form,
            List<String> terminals,
            String campus) {
        public IssuingPoint {
            kinds = List.copyOf(kinds);
            terminals = List.copyOf(terminals);
        }

        public IssuingPoint(UnitId unit, String code, String name, List<BillKind> kinds, boolean stopped) {
            this(unit, code, name, kinds, stopped, Form.WINDOW, List.of(), "");
        }

        public IssuingPoint stopped(boolean now) {
            return new IssuingPoint(unit, code, name, kinds, now, form, terminals, campus);
        }
    }

    Optional<IssuingPoint> find(UnitId unit, String code);

    List<IssuingPoint> all(UnitId unit);

    default void save(IssuingPoint point) {
        save(point, Recorded.SYSTEM);
    }

    /** @param by 操作人, kept in the history */
    void save(IssuingPoint point, String by);
}
