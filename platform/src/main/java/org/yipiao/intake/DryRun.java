package org.yipiao.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.Charge;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.numbering.NumberStock;

/** 试运行 Reads a kept call as a replay would and says what would come of it; takes no number and writes no bill. */
@Component
class DryRun {
    private static final Map<String, IssueMethod> METHODS = Map.of(
            "invoiceEBillOutpatient", IssueMethod.OUTPATIENT,
            "invEBillHospitalized", IssueMethod.INPATIENT,
            "invEBillRegistration", IssueMethod.REGISTRATION,
            "invEBillCheckUp", IssueMethod.CHECK_UP,
            "invoiceEBillCheckUp", IssueMethod.CHECK_UP);

    private final Callers callers;
    private final Settlements settlements;
    private final ListsBefore lists;
    private final BillQueries bills;
    private final IssuingPoints points;
    private final NumberStock stock;

    DryRun(
            Callers callers,
            Settlements settlements,
            ListsBefore lists,
            BillQueries bills,
            IssuingPoints points,
            NumberStock stock) {
        this.callers = callers;
        this.settlements = settlements;
        this.lists = lists;
        this.bills = bills;
        this.points = points;
        this.stock = stock;
    }

    /**
     * 预计结果
     *
     * @param text one sentence: what would happen
     * @param kind, point, totalFen, items what the bill would say; empty and zero when there would be none
     */
    record Forecast(
            boolean wouldSucceed, String text, String kind, String point, long totalFen, List<ForecastItem> items) {}

    record ForecastItem(String code, String name, long fen) {}

    Forecast of(RawMessage message) {
        var method = METHODS.get(message.method());
        if (method == null) {
            return refused("接口方法 " + message.method() + " 不能试运行；可以直接重放");
        }
        try {
            var envelope = Envelope.read(message.body());
            var caller = callers.find(envelope.appid())
                    .filter(Caller::enabled)
                    .orElseThrow(() -> Refusal.general("应用帐号(appid)不存在或已停用"));
            return forecast(settlements.charge(
                    method, lists.completed(envelope.content().fields(), caller), caller));
        } catch (Refusal refusal) {
            return refused(refusal.text());
        }
    }

    private Forecast forecast(Charge charge) {
        var content = charge.content();
        var earlier = bills.byBusNo(charge.unit(), charge.caller(), charge.busNo()).stream()
                .filter(bill -> bill.reverses().isEmpty() && bill.kind() == content.kind())
                .findFirst();
        if (earlier.isPresent()) {
            return forecast(
                    charge,
                    true,
                    "业务流水号已有票据 " + earlier.get().code() + " " + earlier.get().number() + "，重放只返回这张票据，不会重复开票");
        }
        var trouble = trouble(charge);
        return trouble.isPresent()
                ? forecast(charge, false, trouble.get())
                : forecast(
                        charge,
                        true,
                        "可以开票：" + content.kind().medicalType() + " "
                                + content.total().plain() + " 元");
    }

    private Optional<String> trouble(Charge charge) {
        var point = points.find(charge.unit(), charge.point());
        if (point.isEmpty() || point.get().stopped()) {
            return Optional.of("开票点 " + charge.point() + " 不存在或已停用；启用后再重放");
        }
        BillKind kind = charge.content().kind();
        boolean numbers = stock.stock(charge.unit()).stream()
                .anyMatch(s -> charge.point().equals(s.point()) && s.kind() == kind && s.left() > 0);
        return numbers
                ? Optional.empty()
                : Optional.of("开票点 " + charge.point() + " 没有可用的" + kind.medicalType() + "票号；下发后再重放");
    }

    private static Forecast forecast(Charge charge, boolean succeeds, String text) {
        var content = charge.content();
        return new Forecast(
                succeeds,
                text,
                content.kind().medicalType(),
                charge.point(),
                content.total().fen(),
                content.items().stream()
                        .map(item -> new ForecastItem(
                                item.code(), item.name(), item.amount().fen()))
                        .toList());
    }

    private static Forecast refused(String text) {
        return new Forecast(false, text, "", "", 0, List.of());
    }
}
