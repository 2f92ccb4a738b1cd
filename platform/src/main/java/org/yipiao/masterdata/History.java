package org.yipiao.masterdata;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 变更历史 Who changed what of the basic information, and how everything stood at any time. */
public interface History {
    /** 档案种类 */
    enum Kind {
        UNIT("单位"),
        CAMPUS("院区"),
        POINT("开票点"),
        CHANNEL("交费渠道"),
        ITEM("收费项目"),
        CALLER("接入方"),
        MAPPING("第三方对照"),
        ISSUING_POLICY("开票政策"),
        REGISTER("单位登记");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * 一次变更
     *
     * @param act 新建, 修改, 启用, 停用, 删除, …
     * @param before fields under their Chinese names; empty when the record was new
     * @param after likewise; empty when the record was removed
     */
    record Change(
            Kind kind,
            String code,
            Instant at,
            String by,
            String act,
            Map<String, String> before,
            Map<String, String> after) {}

    /** One record as it stood. @param since when it got these fields */
    record State(String code, Instant since, String by, Map<String, String> fields) {}

    /** @param code one record's, or empty for all of the kind; newest first */
    Page<Change> changes(UnitId unit, Kind kind, String code, int pageNo, int pageSize);

    /** Every record of the kind that existed at the time, in the order of codes. */
    List<State> asOf(UnitId unit, Kind kind, Instant at);
}
