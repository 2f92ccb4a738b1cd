package org.yipiao.masterdata;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Money;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Campuses.Campus;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.masterdata.PayChannels.PayChannel;

/** 入史字段 A record's fields as the history keeps and shows them: in Chinese, as text, without keys. */
final class Recorded {
    static final String SYSTEM = "系统";

    private static final String NEW = "新建";
    private static final String CHANGED = "修改";
    private static final String STARTED = "启用";
    private static final String STOPPED = "停用";

    private Recorded() {}

    /** @param before whether the record was in use, empty when there was none */
    static String act(Optional<Boolean> before, boolean after) {
        if (before.isEmpty()) {
            return NEW;
        }
        return before.get() == after ? CHANGED : after ? STARTED : STOPPED;
    }

    static Map<String, String> of(IssuingPoint point) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("名称", point.name());
        fields.put("类型", point.form().label());
        fields.put("票据种类", kinds(point.kinds()));
        fields.put("终端", String.join("、", point.terminals()));
        fields.put("院区", point.campus());
        fields.put("状态", state(!point.stopped()));
        return fields;
    }

    static Map<String, String> of(ChargeItem item) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("名称", item.name());
        fields.put("票据种类", kinds(item.kinds()));
        fields.put("票面顺序", String.valueOf(item.order()));
        fields.put("国家类别", item.category());
        fields.put("助记码", item.mnemonic());
        fields.put("生效日期", day(item.validFrom()));
        fields.put("失效日期", day(item.validUntil()));
        fields.put("财政可用", item.listed() ? "是" : "否");
        fields.put("状态", state(item.enabled()));
        return fields;
    }

    static Map<String, String> of(PayChannel channel) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("名称", channel.name());
        fields.put("支付手段", channel.means().label());
        fields.put("显示顺序", String.valueOf(channel.shownAt()));
        fields.put("状态", state(channel.enabled()));
        return fields;
    }

    static Map<String, String> of(Campus campus) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("名称", campus.name());
        fields.put("地址", campus.address());
        fields.put("电话", campus.phone());
        fields.put("状态", state(campus.enabled()));
        return fields;
    }

    /** @param keyMark tells one key from the next without telling the key */
    static Map<String, String> of(Caller caller, String keyMark) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("名称", caller.name());
        fields.put("协议版本", caller.protocol().label());
        fields.put("欠费标志", caller.arrears().label());
        fields.put("密钥标记", keyMark);
        fields.put("宽松签名", caller.looseSign() ? "是" : "否");
        fields.put("重复冲红返回原红票", caller.returnExistingRed() ? "是" : "否");
        fields.put("状态", state(caller.enabled()));
        return fields;
    }

    static Map<String, String> of(Entry entry) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("接入方", entry.caller());
        fields.put("种类", entry.kind().label());
        fields.put("业务系统代码", entry.hisCode());
        fields.put("平台代码", entry.ourCode());
        return fields;
    }

    static Map<String, String> of(Unit unit) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("版本", String.valueOf(unit.version()));
        fields.put("单位代码", unit.party().code());
        fields.put("单位名称", unit.party().name());
        fields.put("收款户名", unit.party().payeeName());
        fields.put("收款账号", unit.party().payeeAccount());
        fields.put("开户行", unit.party().payeeBank());
        fields.put("监管机构代码", unit.supervisorArea());
        fields.put("单位印章", unit.unitSeal().name() + " " + unit.unitSeal().id());
        fields.put(
                "监制章",
                unit.supervisorySeal().name() + " " + unit.supervisorySeal().id());
        return fields;
    }

    static Map<String, String> of(IssuingPolicy policy) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("货币误差", policy.rounding().label());
        fields.put("误差上限", policy.roundingMax().plain());
        fields.put("误差项目", policy.roundingItem());
        fields.put("交费渠道合计", policy.channels().label());
        fields.put("零金额票据", policy.zero().label());
        fields.put("欠费票", policy.arrears().label());
        fields.put("冲红审批起点", policy.approvalFrom().map(Money::plain).orElse("不审批"));
        fields.put("冲红原因", String.join("、", policy.reasons()));
        return fields;
    }

    private static String kinds(List<BillKind> kinds) {
        return kinds.stream().map(BillKind::medicalType).collect(Collectors.joining("、"));
    }

    private static String state(boolean inUse) {
        return inUse ? STARTED : STOPPED;
    }

    private static String day(@Nullable LocalDate day) {
        return day == null ? "" : day.toString();
    }
}
