package org.yipiao.issuing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberSource.Segment;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.Inspection;

/**
 * 号票一致 Proves that every issued number has its bill. Bills and issued numbers never go away, so what was once proved is
 * not counted again by this instance.
 */
@Component
class IssuingInspection implements Inspection {
    private final NumberStock stock;
    private final BillReadStore bills;
    private final Units units;
    private final Map<RunStart, Long> provedUntil = new ConcurrentHashMap<>();

    private record RunStart(BillCode code, long first) {}

    IssuingInspection(NumberStock stock, BillReadStore bills, Units units) {
        this.stock = stock;
        this.bills = bills;
        this.units = units;
    }

    @Override
    public String title() {
        return "号票一致";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (var unit : units.all()) {
            for (Segment run : stock.issued(unit)) {
                var start = new RunStart(run.code(), run.first());
                long from = provedUntil.getOrDefault(start, run.first() - 1) + 1;
                if (from > run.last()) {
                    continue;
                }
                // Numbers are read before bills and commit with them, so each number read has its bill by now.
                long written = bills.countIn(new Segment(run.code(), from, run.last()));
                long taken = run.last() - from + 1;
                if (written == taken) {
                    provedUntil.put(start, run.last());
                } else {
                    findings.add(new Finding(
                                    Severity.SERIOUS,
                                    "票据代码 " + run.code() + " 号码 " + from + " 至 " + run.last() + " 已取号 " + taken
                                            + " 个，票据 " + written + " 张",
                                    "信息科",
                                    "停止该开票点开票，导出该号段票据与票号流水，联系技术支持")
                            .of(unit));
                }
            }
        }
        return findings;
    }
}
