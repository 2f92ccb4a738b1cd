package org.yipiao.archive;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.verify.Verifier;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SignedBills;
import org.yipiao.supervision.SupervisorySeals;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.Stage;
import org.yipiao.transit.StageName;
import tools.jackson.databind.json.JsonMapper;

/** 归档 Fourth stage: reads the file back from the store, runs the four-property check and notes its outcome. */
@Component
class ArchiveStage implements Stage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One for each unit, and one more after each change of a root or a bureau's certificate. */
    private static final int VERIFIERS_MAX = 1_000;

    private final ConcurrentMap<Verifier.Trust, Verifier> verifiers = new ConcurrentHashMap<>();
    private final ArchiveStore store;
    private final KeptFiles files;
    private final SignedBills signed;
    private final SupervisorySeals seals;
    private final InstantSource clock;

    ArchiveStage(ArchiveStore store, KeptFiles files, SignedBills signed, SupervisorySeals seals, InstantSource clock) {
        this.store = store;
        this.files = files;
        this.signed = signed;
        this.seals = seals;
        this.clock = clock;
    }

    @Override
    public StageName name() {
        return StageName.ARCHIVE;
    }

    @Override
    public String party() {
        return "文件存储";
    }

    @Override
    public int batchMax() {
        return 100;
    }

    @Override
    public int concurrency() {
        return 2;
    }

    @Override
    public List<Outcome> work(UnitId unit, List<BillId> batch) {
        Map<BillId, ArchiveStore.Entry> entries = store.entries(unit, batch);
        Map<BillId, byte[]> documents = signed.documents(unit, batch);
        Verifier verifier = verifier(new Verifier.Trust(seals.roots(unit), seals.supervisors(unit)));
        Map<BillId, String> passed = new LinkedHashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (BillId id : batch) {
            ArchiveStore.Entry entry = entries.get(id);
            byte[] document = documents.get(id);
            if (entry == null || document == null) {
                outcomes.add(new Outcome.Stuck(id, Fault.OUR_DATA, "缺少版式文件或已监制的票据XML"));
            } else if (entry.archived()) {
                outcomes.add(new Outcome.Done(id, "已归档"));
            } else {
                outcomes.add(check(id, entry, document, verifier, passed));
            }
        }
        if (!passed.isEmpty()) {
            store.archived(unit, passed, clock.instant());
        }
        return outcomes;
    }

    /** A verifier remembers the chains and seals it has checked, so it is kept as long as the trust is the same. */
    private Verifier verifier(Verifier.Trust trust) {
        if (verifiers.size() > VERIFIERS_MAX) {
            verifiers.clear();
        }
        return verifiers.computeIfAbsent(trust, Verifier::new);
    }

    private Outcome check(
            BillId id, ArchiveStore.Entry entry, byte[] document, Verifier verifier, Map<BillId, String> passed) {
        byte[] ofd;
        try {
            ofd = files.bytes(entry);
        } catch (IllegalStateException e) {
            return new Outcome.Stuck(id, Fault.OUR_DATA, String.valueOf(e.getMessage()));
        }
        if (!Sm2.sm3Hex(document).equals(entry.xmlSm3())) {
            return new Outcome.Stuck(id, Fault.OUR_DATA, "票据XML与入库时的摘要不符");
        }
        List<FourProperties.Finding> findings = FourProperties.check(ofd, document, verifier);
        if (!FourProperties.passed(findings)) {
            return new Outcome.Stuck(id, Fault.OUR_DATA, "四性检测未通过：" + FourProperties.faults(findings));
        }
        passed.put(id, JSON.writeValueAsString(findings));
        return new Outcome.Done(id, "四性检测 " + findings.size() + " 项通过");
    }
}
