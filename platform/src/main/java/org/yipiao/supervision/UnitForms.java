package org.yipiao.supervision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 单位表单 The three forms a hospital hands in at the bureau: filled in, submitted, followed, brought home after approval. */
public interface UnitForms {
    enum Kind {
        UNIT("单位基础信息变更表"),
        SEAL("单位电子印章变更表"),
        ITEM("单位项目申请表");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    enum State {
        DRAFT("草稿"),
        SUBMITTED("待财政审核"),
        APPROVED("已通过，待同步"),
        RETURNED("已退回"),
        SYNCED("已通过并同步"),
        WITHDRAWN("已作废");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    enum Type {
        TEXT,
        LONG_TEXT,
        DATE,
        CHOICE,
        MONEY,
        NUMBER,
        /** 现值 shown as it stands today, not typed. */
        CURRENT
    }

    /** @param max longest text @param choices for {@link Type#CHOICE} */
    record Field(String name, String label, Type type, boolean needed, int max, List<String> choices) {}

    record Section(String title, List<Field> fields) {}

    /** 版式 What stands on the form, in its order; the same for the screen, the check and the print. */
    record Layout(Kind kind, String title, List<Section> sections) {}

    /** 一份表单 @param sent the bureau has it; false while it could not be reached */
    record Form(
            long id,
            String formNo,
            Kind kind,
            State state,
            Map<String, String> fields,
            String createdBy,
            Instant createdAt,
            @Nullable Instant submittedAt,
            boolean sent,
            String opinion,
            String reviewer,
            @Nullable Instant decidedAt,
            @Nullable Instant syncedAt) {}

    record Step(Instant at, String by, String what) {}

    Layout layout(Kind kind);

    /** Fields of a new form, as far as they are known. @param known fields that are known beforehand, such as an item's name */
    Map<String, String> blank(UnitId unit, Kind kind, Map<String, String> known);

    /** @throws org.yipiao.shared.Refused when the form is not the unit's or can no longer be changed */
    Form save(UnitId unit, Kind kind, @Nullable Long id, Map<String, String> fields, String by);

    /** Sent at once, and again by itself when the bureau is away. @throws org.yipiao.shared.Refused naming every fault */
    Form submit(UnitId unit, long id, String by);

    /** @throws org.yipiao.shared.Refused once it was submitted */
    Form withdraw(UnitId unit, long id, String by);

    Form get(UnitId unit, long id);

    List<Step> steps(UnitId unit, long id);

    Page<Form> list(UnitId unit, @Nullable Kind kind, @Nullable State state, int pageNo, int pageSize);
}
