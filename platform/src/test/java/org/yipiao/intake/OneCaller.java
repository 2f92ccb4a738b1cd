package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yipiao.OneHospital;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.IssuingPolicy;
import org.yipiao.masterdata.PayChannels;
import org.yipiao.shared.UnitId;

/** The codes of one business system in memory: HIS places and fee codes of the samples, national categories as items. */
final class OneCaller implements ChargeItems, CodeMapping, Vault {
    static final Caller CALLER =
            new Caller(OneHospital.ID, "TESTHIS", "测试业务系统", "0123456789abcdef0123456789", false, false, true);

    private static final List<BillKind> BOTH = List.of(BillKind.OUTPATIENT, BillKind.INPATIENT);

    private final Map<String, ChargeItem> items = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();

    OneCaller() {
        item("01", "床位费", List.of(BillKind.INPATIENT), 1);
        item("03", "检查费", BOTH, 3);
        item("04", "化验费", BOTH, 4);
        item("09", "西药费", BOTH, 9);
        item("13", "挂号费", List.of(BillKind.OUTPATIENT), 13);
        item("14", "其他收费", BOTH, 14);
        for (String place : List.of("W01", "K1", "1001", "001", "TJ01")) {
            map(Kind.PLACE, place, "0101");
        }
        map(Kind.CHARGE_ITEM, "01", "01");
        map(Kind.CHARGE_ITEM, "门诊/01", "09");
        map(Kind.CHARGE_ITEM, "99920001", "01");
        map(Kind.CHARGE_ITEM, "C01", "03");
        map(Kind.CHARGE_ITEM, "C02", "04");
        map(Kind.CHARGE_ITEM, "C02b", "04");
        map(Kind.CHARGE_ITEM, "90611", "13");
        map(Kind.CHARGE_ITEM, "WC", "14");
        map(Kind.PAY_CHANNEL, "2", "02");
    }

    private void item(String code, String name, List<BillKind> kinds, int order) {
        items.put(code, new ChargeItem(OneHospital.ID, code, name, kinds, order, true));
    }

    void map(Kind kind, String his, String ours) {
        codes.put(kind + " " + his, ours);
    }

    static Settlements settlements() {
        return settlements(IssuingPolicy.first(OneHospital.ID));
    }

    static Settlements settlements(IssuingPolicy policy) {
        var codes = new OneCaller();
        var hospital = new OneHospital();
        hospital.save(policy, "测试");
        return new Settlements(
                new ChargeLines(codes, codes),
                codes,
                new OneHospital(),
                new AllChannels(),
                new HisRemainder(codes, new PersonKeys(codes)),
                new Rounding(hospital, codes),
                hospital);
    }

    static PayChannels channels() {
        return new AllChannels();
    }

    /** Every channel the protocol knows, none stopped but 06. */
    private static final class AllChannels implements PayChannels {
        @Override
        public Optional<PayChannel> find(UnitId unit, String code) {
            return PayChannels.known(code)
                    ? Optional.of(
                            new PayChannel(unit, code, PayChannels.name(code), Means.OTHER, 1, !code.equals("06")))
                    : Optional.empty();
        }

        @Override
        public List<PayChannel> all(UnitId unit) {
            return List.of();
        }

        @Override
        public void save(PayChannel channel, String by) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public Optional<ChargeItem> find(UnitId unit, String code) {
        return Optional.ofNullable(items.get(code));
    }

    @Override
    public List<ChargeItem> all(UnitId unit) {
        return List.copyOf(items.values());
    }

    @Override
    public void save(List<ChargeItem> changed, String by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> ours(UnitId unit, String caller, Kind kind, String hisCode) {
        return Optional.ofNullable(codes.get(kind + " " + hisCode));
    }

    @Override
    public String his(UnitId unit, String caller, Kind kind, String ourCode) {
        return ourCode;
    }

    @Override
    public void save(UnitId unit, List<Entry> entries, String by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(UnitId unit, String caller, Kind kind, String hisCode, String by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Entry> all(UnitId unit, String caller) {
        return List.of();
    }

    /** Not a cipher: shows only that what is sealed is not readable as it stands. */
    @Override
    public byte[] seal(String context, byte[] plain) {
        var sealed = plain.clone();
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] ^= (byte) (0x5A + context.length());
        }
        return sealed;
    }

    @Override
    public byte[] open(String context, byte[] sealed) {
        return seal(context, sealed);
    }

    @Override
    public byte[] mac(String context, byte[] message) {
        return (context + new String(message, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
