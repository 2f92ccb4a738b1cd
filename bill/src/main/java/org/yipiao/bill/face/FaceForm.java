package org.yipiao.bill.face;

import static org.yipiao.bill.face.Geometry.*;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.yipiao.bill.BillKind;

/** 票面底版 Frame, title and labels of the first page. */
final class FaceForm {
    /** Labels of 其他信息 by line and column, in the order of the official face; {@code ""} leaves a place free. */
    static final List<List<String>> OUTPATIENT_LABELS = List.of(
            List.of("业务流水号", "门诊号", "", "就诊日期"),
            List.of("医疗机构类型", "医保类型", "医保编号", "性别"),
            List.of("医保统筹基金支付", "其他支付", "个人账户支付", "个人现金支付"),
            List.of("个人自付", "个人自费"));

    static final List<List<String>> INPATIENT_LABELS = List.of(
            List.of("业务流水号", "病历号", "住院号", "住院科别"),
            List.of("住院时间", "预缴金额", "补缴金额", "退费金额"),
            List.of("医疗机构类型", "医保类型", "医保编号", "性别"),
            List.of("医保统筹基金支付", "其他支付", "个人账户支付", "个人现金支付"),
            List.of("个人自付", "个人自费"));

    static final String COLON = "：";

    /** A hospital has two kinds of bill; titles change with the bureau's templates only. */
    private static final int FORMS_MAX = 64;

    private static final ConcurrentHashMap<Key, Form> FORMS = new ConcurrentHashMap<>();

    private record Key(BillKind kind, String title) {}

    private FaceForm() {}

    static Form of(BillKind kind, String title) {
        var key = new Key(kind, title);
        Form known = FORMS.get(key);
        if (known != null) {
            return known;
        }
        if (FORMS.size() >= FORMS_MAX) {
            FORMS.clear();
        }
        return FORMS.computeIfAbsent(key, k -> drawn(kind, title));
    }

    static List<List<String>> labels(BillKind kind) {
        return switch (kind) {
            case OUTPATIENT -> OUTPATIENT_LABELS;
            case INPATIENT -> INPATIENT_LABELS;
        };
    }

    private static Form drawn(BillKind kind, String title) {
        var pen = new Pen();
        pen.words(title, TITLE_X, TITLE_Y, TITLE_SIZE, TITLE_ROOM, Typeface.KAI, Ink.Tint.BROWN, Ink.Align.MIDDLE);
        head(pen);
        frame(pen, kind);
        table(pen, kind);
        sum(pen);
        other(pen, kind);
        foot(
                pen,
                title.endsWith(kind.title())
                        ? title.substring(0, title.length() - kind.title().length())
                        : "");
        return new Form(pen.inks());
    }

    private static void head(Pen pen) {
        headLabel(pen, "票据代码", HEAD_LEFT_X, HEAD_ROW_1);
        headLabel(pen, "交款人统一社会信用代码", HEAD_LEFT_X, HEAD_ROW_2);
        headLabel(pen, "交款人", HEAD_LEFT_X, HEAD_ROW_3);
        headLabel(pen, "票据号码", HEAD_RIGHT_X, HEAD_ROW_1);
        headLabel(pen, "校验码", HEAD_RIGHT_X, HEAD_ROW_2);
        headLabel(pen, "开票日期", HEAD_RIGHT_X, HEAD_ROW_3);
    }

    private static void headLabel(Pen pen, String text, double x, double y) {
        pen.label(text + COLON, x, y, TEXT_SIZE, Ink.Align.LEFT);
    }

    private static void frame(Pen pen, BillKind kind) {
        pen.add(new Ink.Box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, FRAME_THICKNESS, Ink.Tint.BROWN));
        pen.rule(LEFT, HEAD_BOTTOM, RIGHT, HEAD_BOTTOM, RULE_THICKNESS);
        pen.rule(LEFT, CELLS_BOTTOM, RIGHT, CELLS_BOTTOM, RULE_THICKNESS);
        pen.rule(LEFT, SUM_BOTTOM, RIGHT, SUM_BOTTOM, RULE_THICKNESS);
        pen.rule(SIDE_RULE_X, SUM_BOTTOM, SIDE_RULE_X, BOTTOM, RULE_THICKNESS);
        for (var group : groups(kind)) {
            for (var column : group) {
                if (column.right() < RIGHT) {
                    boolean last = column.equals(group.getLast());
                    pen.rule(column.right(), TOP, column.right(), CELLS_BOTTOM, last ? RULE_THICKNESS : HAIRLINE);
                }
            }
        }
    }

    private static void table(Pen pen, BillKind kind) {
        double y = (TOP + HEAD_BOTTOM) / 2;
        for (var group : groups(kind)) {
            for (var column : group) {
                pen.label(column.heading(), column.middle(), y, TEXT_SIZE, Ink.Align.MIDDLE);
            }
        }
    }

    private static void sum(Pen pen) {
        double y = (CELLS_BOTTOM + SUM_BOTTOM) / 2;
        pen.label("金额合计（大写）", SUM_LABEL_X, y, TEXT_SIZE, Ink.Align.LEFT);
        pen.label("（小写）", SUM_SMALL_X, y, TEXT_SIZE, Ink.Align.LEFT);
    }

    private static void other(Pen pen, BillKind kind) {
        String side = "其他信息";
        double y = (SUM_BOTTOM + BOTTOM) / 2 - SIDE_STEP * (side.length() - 1) / 2;
        for (int i = 0; i < side.length(); i++) {
            pen.label(side.substring(i, i + 1), SIDE_X, y + i * SIDE_STEP, TEXT_SIZE, Ink.Align.MIDDLE);
        }
        var labels = labels(kind);
        for (int row = 0; row < labels.size(); row++) {
            for (int column = 0; column < labels.get(row).size(); column++) {
                String label = labels.get(row).get(column);
                if (!label.isEmpty()) {
                    pen.label(label + COLON, OTHER_COLUMNS[column], otherRows(kind)[row], SMALL_SIZE, Ink.Align.LEFT);
                }
            }
        }
    }

    private static void foot(Pen pen, String province) {
        pen.label("收款单位（章）：", FOOT_UNIT_X, FOOT_Y, TEXT_SIZE, Ink.Align.LEFT);
        pen.label("复核人：", FOOT_CHECKER_X, FOOT_Y, TEXT_SIZE, Ink.Align.LEFT);
        pen.label("收款人：", FOOT_CASHIER_X, FOOT_Y, TEXT_SIZE, Ink.Align.LEFT);
        String hint = "真伪查验、报销入账反馈，请登录" + province + "财政电子票据公共服务平台";
        pen.label(hint, FOOT_UNIT_X, LEGAL_Y, LEGAL_SIZE, Ink.Align.LEFT);
    }
}
