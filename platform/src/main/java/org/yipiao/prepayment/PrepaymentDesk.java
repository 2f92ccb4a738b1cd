package org.yipiao.prepayment;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.Money;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 预交金台 */
@Component
class PrepaymentDesk implements Prepayments {
    /** A settlement takes seconds; a reservation older than this was left behind by a broken one. */
    static final Duration SETTLED_WITHIN = Duration.ofMinutes(10);

    private final VoucherStore store;
    private final DepositUseStore usages;
    private final BillQueries bills;
    private final VoucherLinks links;
    private final Units units;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    PrepaymentDesk(
            VoucherStore store,
            DepositUseStore usages,
            BillQueries bills,
            VoucherLinks links,
            Units units,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.usages = usages;
        this.bills = bills;
        this.links = links;
        this.units = units;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Voucher deposit(Deposit d) {
        byte[] sm3 = sm3(d.amount(), d.payer(), d.hospitalNo(), d.visitNo(), d.point());
        return given(
                d.unit(),
                d.caller(),
                Voucher.Kind.DEPOSIT,
                d.busNo(),
                sm3,
                (code, number, now) -> new VoucherStore.Fresh(
                        d.unit(),
                        Voucher.Kind.DEPOSIT,
                        code,
                        number,
                        checkCode(),
                        null,
                        d.caller(),
                        d.busNo(),
                        d.busNo(),
                        sm3,
                        d.busType(),
                        d.point(),
                        d.busAt(),
                        now,
                        d.amount(),
                        d.payer(),
                        d.hospitalNo(),
                        d.visitNo(),
                        d.department(),
                        d.operator(),
                        "",
                        d.remark(),
                        d.details()));
    }

    private interface Written {
        VoucherStore.Fresh of(String code, String number, LocalDateTime now);
    }

    /** The code's counter is taken first: it makes the same request wait for its twin, and numbers come without gaps. */
    private Voucher given(UnitId unit, String caller, Voucher.Kind kind, String keyNo, byte[] sm3, Written written) {
        var known = store.byKey(unit, caller, kind, keyNo);
        if (known.isPresent()) {
            return same(known.get(), sm3);
        }
        return inOne(status -> {
            var now = localNow(unit);
            String code = "YJ" + now.getYear();
            long number = store.nextNumber(unit, code);
            var twin = store.byKey(unit, caller, kind, keyNo);
            if (twin.isPresent()) {
                status.setRollbackOnly();
                return same(twin.get(), sm3);
            }
            long id = store.add(written.of(code, digits(number), now));
            return store.byId(unit, id).orElseThrow();
        });
    }

    private static Voucher same(VoucherStore.Known known, byte[] sm3) {
        var voucher = known.voucher();
        if (!Arrays.equals(known.sm3(), sm3)) {
            throw new Refused(
                    409,
                    "VOUCHER_DIFFERS",
                    "业务流水号 " + voucher.busNo() + " 已开具预交金凭证 " + voucher.code() + " " + voucher.number() + "（"
                            + voucher.amount().plain() + " 元），本次内容不同。请使用新的业务流水号。");
        }
        return voucher;
    }

    @Override
    public Voucher refund(Refund r) {
        var deposit =
                find(r.unit(), r.code(), r.number()).orElseThrow(() -> VoucherRefusals.notFound(r.code(), r.number()));
        if (deposit.kind() != Voucher.Kind.DEPOSIT) {
            throw new Refused(409, "NOT_A_DEPOSIT", "凭证 " + VoucherRefusals.name(deposit) + " 是退款凭证，不能再退款。请填写预交金凭证号码。");
        }
        // The protocol gives a refund no number of its own: the same amount of the same deposit at the same time is the
        // same.
        String key = "退" + deposit.id() + "-" + (r.key().isEmpty() ? r.amount().fen() + "-" + r.busAt() : r.key());
        byte[] sm3 = sm3(r.amount(), String.valueOf(deposit.id()));
        return inOne(status -> {
            store.lock(r.unit(), List.of(deposit.id()));
            var known = store.byKey(r.unit(), r.caller(), Voucher.Kind.REFUND, key);
            if (known.isPresent()) {
                return known.get().voucher();
            }
            tidy(r.unit(), List.of(deposit.id()));
            var left = store.byId(r.unit(), deposit.id()).orElseThrow().left();
            if (left.compareTo(r.amount()) < 0) {
                throw VoucherRefusals.tooLow(deposit, left, r.amount(), "退款");
            }
            return given(
                    r.unit(),
                    r.caller(),
                    Voucher.Kind.REFUND,
                    key,
                    sm3,
                    (code, number, now) -> new VoucherStore.Fresh(
                            r.unit(),
                            Voucher.Kind.REFUND,
                            code,
                            number,
                            checkCode(),
                            deposit.id(),
                            r.caller(),
                            key,
                            deposit.busNo(),
                            sm3,
                            r.busType(),
                            r.point(),
                            r.busAt(),
                            now,
                            r.amount(),
                            deposit.payer(),
                            deposit.hospitalNo(),
                            deposit.visitNo(),
                            deposit.department(),
                            r.operator(),
                            r.reason(),
                            r.remark(),
                            "{}"));
        });
    }

    @Override
    public void reserve(UnitId unit, String caller, String busNo, String hospitalNo, List<Use> uses) {
        var ours = merged(uses).stream()
                .filter(use -> store.ours(unit, use.code()))
                .toList();
        if (ours.isEmpty()) {
            return;
        }
        inOne(status -> {
            var vouchers = new LinkedHashMap<Use, Voucher>();
            ours.forEach(use -> vouchers.put(
                    use,
                    find(unit, use.code(), use.number())
                            .orElseThrow(() -> VoucherRefusals.notFound(use.code(), use.number()))));
            var ids = vouchers.values().stream().map(Voucher::id).toList();
            store.lock(unit, ids);
            tidy(unit, ids);
            var open = usages.of(unit, caller, busNo).stream()
                    .map(DepositUseStore.Usage::voucher)
                    .toList();
            vouchers.forEach((use, voucher) -> {
                if (!open.contains(voucher.id())) {
                    take(unit, caller, busNo, hospitalNo, use, voucher);
                }
            });
            return true;
        });
    }

    /** One voucher named twice is one use of the sum. */
    private static List<Use> merged(List<Use> uses) {
        var merged = new LinkedHashMap<String, Use>();
        for (var use : uses) {
            merged.merge(use.code() + "-" + use.number(), use, (a, b) -> {
                Money first = a.amount();
                Money second = b.amount();
                return new Use(a.code(), a.number(), first == null || second == null ? null : first.plus(second));
            });
        }
        return List.copyOf(merged.values());
    }

    private void take(UnitId unit, String caller, String busNo, String hospitalNo, Use use, Voucher voucher) {
        if (voucher.kind() != Voucher.Kind.DEPOSIT) {
            throw new Refused(
                    409, "NOT_A_DEPOSIT", "凭证 " + VoucherRefusals.name(voucher) + " 是退款凭证，不能用于结算。请填写预交金凭证号码。");
        }
        if (!hospitalNo.isEmpty() && !voucher.hospitalNo().equals(hospitalNo)) {
            throw new Refused(
                    409,
                    "VOUCHER_OF_ANOTHER",
                    "预交金凭证 " + VoucherRefusals.name(voucher) + " 属于住院号 " + voucher.hospitalNo() + "，与本次结算的住院号 "
                            + hospitalNo + " 不一致。请核对凭证。");
        }
        var left = store.byId(unit, voucher.id()).orElseThrow().left();
        Money asked = use.amount();
        Money amount = asked == null ? left : asked;
        if (left.compareTo(amount) < 0 || amount.isZero() || amount.isNegative()) {
            throw VoucherRefusals.tooLow(voucher, left, amount, "结算");
        }
        usages.use(unit, voucher.id(), caller, busNo, amount, clock.instant());
    }

    @Override
    public void settle(UnitId unit, String caller, String busNo, BillId bill) {
        usages.settle(unit, caller, busNo, bill, clock.instant());
    }

    @Override
    public void release(UnitId unit, String caller, String busNo) {
        usages.release(unit, caller, busNo, clock.instant());
    }

    @Override
    public void cancel(UnitId unit, BillId bill) {
        usages.releaseBill(unit, bill, clock.instant());
    }

    /** What reversals and broken settlements have left behind on these vouchers is put right before anybody counts. */
    private void tidy(UnitId unit, List<Long> vouchers) {
        var before = clock.instant().minus(SETTLED_WITHIN);
        for (var usage : usages.of(unit, vouchers)) {
            if (usage.state().equals("SETTLED")) {
                usage.bill()
                        .flatMap(bill -> bills.byId(unit, bill))
                        .filter(bill -> bill.reversedBy().isPresent())
                        .ifPresent(bill -> cancel(unit, bill.id()));
            } else if (usage.state().equals("RESERVED") && usage.at().isBefore(before)) {
                resolve(unit, usage.caller(), usage.busNo());
            }
        }
    }

    /** The bill of a settlement that was never told: either it is there, or the settlement came to nothing. */
    void resolve(UnitId unit, String caller, String busNo) {
        bills.byBusNo(unit, caller, busNo).stream()
                .filter(bill -> bill.reverses().isEmpty() && bill.reversedBy().isEmpty())
                .findFirst()
                .ifPresentOrElse(bill -> settle(unit, caller, busNo, bill.id()), () -> release(unit, caller, busNo));
    }

    @Override
    public Optional<Voucher> find(UnitId unit, String code, String number) {
        return store.find(unit, code, number);
    }

    @Override
    public Optional<Voucher> byId(UnitId unit, long id) {
        return store.byId(unit, id);
    }

    @Override
    public Optional<Voucher> lastRefund(UnitId unit, long deposit) {
        return store.refundsOf(unit, deposit).stream().reduce((earlier, later) -> later);
    }

    @Override
    public Page<Voucher> list(UnitId unit, Filter filter, int pageNo, int pageSize) {
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        return new Page<>(store.list(unit, filter, size, (long) (no - 1) * size), store.count(unit, filter), no, size);
    }

    @Override
    public Page<Balance> balances(
            UnitId unit,
            @Nullable List<String> points,
            @Nullable String operator,
            @Nullable String text,
            int pageNo,
            int pageSize) {
        var asked = new Filter(null, null, null, points, operator, text);
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        return new Page<>(
                store.balances(unit, asked, size, (long) (no - 1) * size), store.balanceCount(unit, asked), no, size);
    }

    @Override
    public List<Movement> movements(UnitId unit, long id) {
        var deposit =
                store.byId(unit, id).orElseThrow(() -> new Refused(404, "VOUCHER_NOT_FOUND", "没有这张预交金凭证，请返回列表重新选择"));
        var movements = new ArrayList<Movement>();
        movements.add(new Movement(
                deposit.issuedAt(),
                deposit.kind().label() + "收款",
                deposit.amount(),
                VoucherRefusals.name(deposit),
                Optional.empty()));
        for (var refund : store.refundsOf(unit, id)) {
            movements.add(new Movement(
                    refund.issuedAt(), "退款", refund.amount(), VoucherRefusals.name(refund), Optional.empty()));
        }
        for (var usage : usages.of(unit, List.of(id))) {
            movements.add(new Movement(local(unit, usage.at()), "结算占用", usage.amount(), usage.busNo(), usage.bill()));
            var settled = usage.settledAt();
            if (settled != null) {
                movements.add(new Movement(local(unit, settled), "结算", usage.amount(), usage.busNo(), usage.bill()));
            }
            var released = usage.releasedAt();
            if (released != null) {
                movements.add(new Movement(
                        local(unit, released),
                        settled == null ? "释放占用" : "撤销结算",
                        usage.amount(),
                        usage.busNo(),
                        usage.bill()));
            }
        }
        movements.sort(Comparator.comparing(Movement::at));
        return List.copyOf(movements);
    }

    @Override
    public String link(Voucher voucher) {
        return links.link(voucher);
    }

    private <T> T inOne(java.util.function.Function<org.springframework.transaction.TransactionStatus, T> work) {
        T done = transaction.execute(work::apply);
        if (done == null) {
            throw new IllegalStateException("a verb of prepayment gave nothing");
        }
        return done;
    }

    private LocalDateTime localNow(UnitId unit) {
        return local(unit, clock.instant());
    }

    private LocalDateTime local(UnitId unit, Instant at) {
        return LocalDateTime.ofInstant(at, units.current(unit).zone()).truncatedTo(ChronoUnit.MILLIS);
    }

    private String checkCode() {
        byte[] bytes = new byte[3];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String digits(long number) {
        String text = Long.toString(number);
        return "0".repeat(10 - text.length()) + text;
    }

    private static byte[] sm3(Money amount, String... more) {
        return Sm2.sm3((amount.fen() + "|" + String.join("|", more)).getBytes(StandardCharsets.UTF_8));
    }
}
