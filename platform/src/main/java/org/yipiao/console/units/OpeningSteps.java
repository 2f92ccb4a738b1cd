package org.yipiao.console.units;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.Office;
import org.yipiao.access.UnitAccounts;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.UnitRegister;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SignedBills;
import org.yipiao.signing.SigningAccess;
import org.yipiao.supervision.BureauAccess;
import org.yipiao.supervision.BureauData;

/** 开通步骤 What a hospital needs before its first bill. Every step looks for itself whether it is done; nothing is ticked by hand. */
@Component
class OpeningSteps {
    private final UnitRegister register;
    private final Units units;
    private final BureauAccess bureau;
    private final BureauData told;
    private final SigningAccess signing;
    private final UnitAccounts accounts;
    private final IssuingPoints points;
    private final ChargeItems items;
    private final NumberStock stock;
    private final Callers callers;
    private final SignedBills bills;

    OpeningSteps(
            UnitRegister register,
            Units units,
            BureauAccess bureau,
            BureauData told,
            SigningAccess signing,
            UnitAccounts accounts,
            IssuingPoints points,
            ChargeItems items,
            NumberStock stock,
            Callers callers,
            SignedBills bills) {
        this.register = register;
        this.units = units;
        this.bureau = bureau;
        this.told = told;
        this.signing = signing;
        this.accounts = accounts;
        this.points = points;
        this.items = items;
        this.stock = stock;
        this.callers = callers;
        this.bills = bills;
    }

    enum Key {
        BASE("单位资料", "安装级系统管理员"),
        BUREAU("财政接入", "安装级系统管理员"),
        SIGNING("签名密钥与印章", "安装级系统管理员"),
        ACCOUNTS("账户", "安装级系统管理员"),
        POINTS("开票点与收费项目", "本单位信息管理员"),
        NUMBERS("票源", "本单位财务"),
        CALLERS("业务系统接入", "本单位信息管理员"),
        FIRST_BILL("首张票据", "本单位收费员");

        final String title;
        final String who;

        Key(String title, String who) {
            this.title = title;
            this.who = who;
        }
    }

    /**
     * @param optional the first bill does not need it
     * @param detail what is there, or what is missing and what to do
     * @param path page of the console for the people of that unit; null: on this page
     */
    record Step(
            Key key,
            String title,
            String who,
            boolean done,
            boolean optional,
            String detail,
            @Nullable String path) {}

    List<Step> of(UnitId unit) {
        return List.of(
                base(unit),
                bureau(unit),
                signing(unit),
                accounts(unit),
                points(unit),
                numbers(unit),
                callers(unit),
                firstBill(unit));
    }

    private Step base(UnitId unit) {
        boolean arrived = units.all().contains(unit);
        String name = arrived
                ? units.current(unit).party().name()
                : register.find(unit).map(UnitRegister.Entry::name).orElse("");
        return step(Key.BASE, arrived || !name.isEmpty(), name + (arrived ? "（财政已确认）" : "（登记名称，以财政下发为准）"), null);
    }

    private Step bureau(UnitId unit) {
        var state = bureau.state(unit);
        if (!state.problems().isEmpty()) {
            return step(Key.BUREAU, false, String.join("；", state.problems()), null);
        }
        var status = told.status(unit);
        return status.succeededAt() == null
                ? step(
                        Key.BUREAU,
                        false,
                        status.failure().isEmpty() ? "已填写，正在首次同步" : "首次同步未成功：" + status.failure(),
                        null)
                : step(
                        Key.BUREAU,
                        true,
                        "已同步票据种类 " + status.kinds().size() + " 个、收费项目 "
                                + items.all(unit).size() + " 项",
                        null);
    }

    private Step signing(UnitId unit) {
        var state = signing.state(unit);
        if (!state.problems().isEmpty()) {
            return step(Key.SIGNING, false, String.join("；", state.problems()), null);
        }
        var facts = told.seals(unit).stream()
                .filter(fact -> fact.current() && fact.holder().equals("本单位"))
                .collect(Collectors.toMap(BureauData.SealFact::what, fact -> fact, (one, other) -> one));
        var certificate = facts.get("单位签名证书");
        var seal = facts.get("单位电子印章");
        if (certificate == null || certificate.until() == null) {
            return step(Key.SIGNING, false, "已填写，但读不到签名证书；请点“测试”查看原因", null);
        }
        return seal == null
                ? step(Key.SIGNING, false, "证书已就绪；印章在财政首次同步后取得", null)
                : step(Key.SIGNING, true, "证书 " + certificate.name() + "；印章 " + seal.name(), null);
    }

    private Step accounts(UnitId unit) {
        Map<Office, Integer> known = accounts.byOffice(unit);
        var missing = List.of(Office.SYSTEM, Office.SECURITY, Office.AUDIT).stream()
                .filter(office -> known.getOrDefault(office, 0) == 0 && !known.containsKey(Office.DEMO))
                .map(Office::label)
                .toList();
        int people = known.values().stream().mapToInt(Integer::intValue).sum();
        return missing.isEmpty()
                ? step(Key.ACCOUNTS, true, "已有 " + people + " 个账户", "/access/users")
                : step(Key.ACCOUNTS, false, "缺少" + String.join("、", missing) + "账户", "/access/users");
    }

    private Step points(UnitId unit) {
        long usable =
                points.all(unit).stream().filter(point -> !point.stopped()).count();
        int listed = items.all(unit).size();
        if (usable == 0) {
            return step(Key.POINTS, false, "还没有开票点" + (listed == 0 ? "；收费项目在财政同步后取得" : ""), "/basics/points");
        }
        return step(Key.POINTS, listed > 0, "开票点 " + usable + " 个，收费项目 " + listed + " 项", "/basics/points");
    }

    private Step numbers(UnitId unit) {
        if (!units.all().contains(unit)) {
            return step(Key.NUMBERS, false, "财政首次同步后才能申领", "/numbers");
        }
        long own = 0;
        long atPoints = 0;
        for (NumberStock.Stock one : stock.stock(unit)) {
            if (one.point() == null) {
                own += one.left();
            } else {
                atPoints += one.left();
            }
        }
        if (atPoints > 0) {
            return step(Key.NUMBERS, true, "开票点共有 " + atPoints + " 个可用号码", "/numbers");
        }
        return step(Key.NUMBERS, false, own > 0 ? "单位库存 " + own + " 个号码，还没有下发到开票点" : "还没有申领票号", "/numbers");
    }

    private Step callers(UnitId unit) {
        long usable = callers.all(unit).stream().filter(Callers.Caller::enabled).count();
        return new Step(
                Key.CALLERS,
                Key.CALLERS.title,
                Key.CALLERS.who,
                usable > 0,
                true,
                usable > 0 ? "已登记业务系统 " + usable + " 个" : "还没有登记业务系统；可先手工开票，稍后再接入",
                "/basics/callers");
    }

    private Step firstBill(UnitId unit) {
        boolean issued = bills.anyCountersigned(unit);
        return step(Key.FIRST_BILL, issued, issued ? "首张票据已开具并经财政监制" : "由收费员在手工开票页开一张，或由业务系统发起", "/desk");
    }

    private static Step step(Key key, boolean done, String detail, @Nullable String path) {
        return new Step(key, key.title, key.who, done, false, detail, path);
    }
}
