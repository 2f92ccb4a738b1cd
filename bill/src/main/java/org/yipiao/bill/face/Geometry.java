package org.yipiao.bill.face;

import java.util.List;
import org.yipiao.bill.BillKind;

/**
 * 版面 Where things stand on the pages, in millimetres from the upper left corner. Measured on a real bill, drawn anew. Heights
 * of lines of text are those of the middle of the characters.
 */
public final class Geometry {
    public static final double PAGE_WIDTH = 210;
    public static final double PAGE_HEIGHT = 140;

    // 监制章: an oval over the title. 单位章: round, over the name of the issuer.
    public static final double SUPERVISORY_SEAL_X = 88.6;
    public static final double SUPERVISORY_SEAL_Y = 6.1;
    public static final double SUPERVISORY_SEAL_WIDTH = 31.4;
    public static final double SUPERVISORY_SEAL_HEIGHT = 21.0;
    public static final double UNIT_SEAL_DIAMETER = 27.5;
    public static final double UNIT_SEAL_X = 54.6 - UNIT_SEAL_DIAMETER / 2;
    public static final double UNIT_SEAL_Y = 121.0 - UNIT_SEAL_DIAMETER / 2;

    static final double LEFT = 14.0;
    static final double RIGHT = 196.5;
    static final double TOP = 37.7;
    static final double HEAD_BOTTOM = 43.8;
    static final double CELLS_BOTTOM = 87.5;
    static final double SUM_BOTTOM = 94.0;
    static final double BOTTOM = 128.0;
    static final double FRAME_THICKNESS = 0.35;
    static final double RULE_THICKNESS = 0.2;
    static final double HAIRLINE = 0.1;

    static final double TITLE_X = 105.0;
    static final double TITLE_Y = 13.0;
    static final double TITLE_SIZE = 6.3;
    static final double TITLE_ROOM = 100.0;

    static final double TEXT_SIZE = 3.2;
    static final double SMALL_SIZE = 2.8;
    static final double LEGAL_SIZE = 2.6;

    // 票据头
    static final double HEAD_LEFT_X = 14.9;
    static final double HEAD_RIGHT_X = 134.1;
    static final double HEAD_RIGHT_END = 176.6;
    static final double HEAD_ROW_1 = 27.2;
    static final double HEAD_ROW_2 = 31.0;
    static final double HEAD_ROW_3 = 34.8;

    static final double QR_SIDE = 16.8;
    static final double QR_X = 177.95;
    static final double QR_Y = 18.6;

    // 票面标记: stacked in the free corner left of the title.
    static final double STAMP_X = 15.0;
    static final double STAMP_Y = 5.5;
    static final double STAMP_SIZE = 4.6;
    static final double STAMP_PADDING = 1.2;
    static final double STAMP_STEP = 8.2;
    static final double STAMP_ROOM = 33.0;
    static final int STAMPS_MAX = 2;

    // 项目
    static final int CELL_ROWS = 6;
    static final double CELL_HEIGHT = (CELLS_BOTTOM - HEAD_BOTTOM) / CELL_ROWS;
    static final double CELL_PADDING = 1.0;

    /** Two lines of a long name or remark stand in one cell at this size. */
    static final double CELL_TWO_LINE_SIZE = 2.2;

    // 金额合计
    static final double SUM_LABEL_X = 14.9;
    static final double SUM_VALUE_X = 42.0;
    static final double SUM_SMALL_X = 126.0;

    // 其他信息
    static final double SIDE_X = 16.8;
    static final double SIDE_RULE_X = 19.6;
    static final double SIDE_STEP = 6.4;
    static final double[] OTHER_COLUMNS = {20.9, 74.6, 118.5, 157.0};
    static final double[] OTHER_ROWS_OUTPATIENT = {97.3, 103.2, 108.9, 114.8};
    static final double[] OTHER_ROWS_INPATIENT = {96.9, 102.1, 107.3, 112.5, 117.7};
    static final double FREE_TOP_OUTPATIENT = 117.8;
    static final double FREE_TOP_INPATIENT = 120.4;
    static final double FREE_PADDING = 0.5;

    // 票据尾
    static final double FOOT_Y = 131.3;
    static final double FOOT_UNIT_X = 14.9;
    static final double FOOT_CHECKER_X = 118.1;
    static final double FOOT_CASHIER_X = 156.2;
    static final double LEGAL_Y = 135.8;

    /** 栏 A column of a table. @param align of the values; the heading stands in the middle */
    record Column(String heading, double left, double right, Ink.Align align) {
        double middle() {
            return (left + right) / 2;
        }
    }

    private static final List<List<Column>> OUTPATIENT = List.of(
            List.of(
                    new Column("项目名称", LEFT, 56.2, Ink.Align.LEFT),
                    new Column("数量/单位", 56.2, 73.8, Ink.Align.MIDDLE),
                    new Column("金额（元）", 73.8, 91.6, Ink.Align.RIGHT),
                    new Column("备注", 91.6, 105.0, Ink.Align.MIDDLE)),
            List.of(
                    new Column("项目名称", 105.0, 147.2, Ink.Align.LEFT),
                    new Column("数量/单位", 147.2, 164.8, Ink.Align.MIDDLE),
                    new Column("金额（元）", 164.8, 182.8, Ink.Align.RIGHT),
                    new Column("备注", 182.8, RIGHT, Ink.Align.MIDDLE)));

    private static final List<List<Column>> INPATIENT = List.of(
            inpatientGroup(LEFT),
            inpatientGroup(LEFT + (RIGHT - LEFT) / 3),
            inpatientGroup(RIGHT - (RIGHT - LEFT) / 3));

    private Geometry() {}

    private static List<Column> inpatientGroup(double left) {
        double right = left + (RIGHT - LEFT) / 3;
        return List.of(
                new Column("项目名称", left, left + 30.0, Ink.Align.LEFT),
                new Column("金额（元）", left + 30.0, left + 48.5, Ink.Align.RIGHT),
                new Column("备注", left + 48.5, right, Ink.Align.MIDDLE));
    }

    /** 收费项目栏 The groups of columns side by side. */
    static List<List<Column>> groups(BillKind kind) {
        return switch (kind) {
            case OUTPATIENT -> OUTPATIENT;
            case INPATIENT -> INPATIENT;
        };
    }

    /** 其他信息 The lines of labelled values. */
    static double[] otherRows(BillKind kind) {
        return switch (kind) {
            case OUTPATIENT -> OTHER_ROWS_OUTPATIENT;
            case INPATIENT -> OTHER_ROWS_INPATIENT;
        };
    }

    /** Where the free text of provincial extras and the remark begins. */
    static double freeTop(BillKind kind) {
        return switch (kind) {
            case OUTPATIENT -> FREE_TOP_OUTPATIENT;
            case INPATIENT -> FREE_TOP_INPATIENT;
        };
    }
}
