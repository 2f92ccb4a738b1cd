package org.yipiao.supervision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** 同步比对 Says in lines what we hold of the bureau's data, so that two states can be compared by people and by digest. */
@Component
class SyncFacts {
    private final Units units;
    private final ChargeItems items;
    private final BureauConfig config;

    SyncFacts(Units units, ChargeItems items, BureauConfig config) {
        this.units = units;
        this.items = items;
        this.config = config;
    }

    List<String> of(UnitId unit) {
        var lines = new ArrayList<String>();
        if (units.all().contains(unit)) {
            var present = units.current(unit);
            lines.add("单位名称 " + present.party().name());
            lines.add("收款户名 " + present.party().payeeName());
            lines.add("收款账号 " + present.party().payeeAccount());
            lines.add("开户行 " + present.party().payeeBank());
            lines.add("单位印章 " + present.unitSeal().name() + " "
                    + present.unitSeal().id());
            lines.add("监制章 " + present.supervisorySeal().name() + " "
                    + present.supervisorySeal().id());
        }
        listed(unit)
                .forEach(item -> lines.add("收费项目 " + item.code() + " " + item.name() + " "
                        + item.kinds().stream().map(BillKind::medicalType).collect(Collectors.joining("、"))));
        config.find(unit)
                .ifPresent(known -> known.kinds()
                        .forEach(kind -> lines.add(
                                "票据种类 " + kind.billCode() + " " + kind.name() + " 模板 " + kind.templateCode())));
        return lines;
    }

    /** The same text as the bureau makes of what it has on file. */
    String digest(UnitId unit) {
        var party = units.current(unit).party();
        var text = new StringBuilder();
        for (String line : List.of(
                unit.value(), party.code(), party.name(), party.payeeName(), party.payeeAccount(), party.payeeBank())) {
            text.append(line).append('\n');
        }
        for (ChargeItem item : listed(unit)) {
            text.append(item.code())
                    .append('|')
                    .append(item.name())
                    .append('|')
                    .append(item.kinds().contains(BillKind.OUTPATIENT) ? "O" : "")
                    .append(item.kinds().contains(BillKind.INPATIENT) ? "I" : "")
                    .append('|')
                    .append(item.order())
                    .append('\n');
        }
        return Sm2.sm3Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private List<ChargeItem> listed(UnitId unit) {
        return items.all(unit).stream()
                .filter(ChargeItem::listed)
                .sorted(Comparator.comparing(ChargeItem::code))
                .toList();
    }
}
