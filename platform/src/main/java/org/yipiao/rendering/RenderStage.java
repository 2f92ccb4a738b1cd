package org.yipiao.rendering;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yipiao.archive.Archive;
import org.yipiao.bill.Bill;
import org.yipiao.bill.ofd.OfdDraft;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.seal.SealSignature;
import org.yipiao.issuing.BillQueries;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SignedBills;
import org.yipiao.signing.UnitSigners;
import org.yipiao.supervision.SupervisorySeals;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.Stage;
import org.yipiao.transit.StageName;

/**
 * 版式签章 Third stage: makes the OFD around the countersigned XML, has it sealed by the unit and by the bureau, and hands
 * it to the archive. A bill that has a file already keeps it, so repeating is harmless.
 */
@Component
class RenderStage implements Stage {
    private final BillQueries bills;
    private final SignedBills signed;
    private final UnitSigners signers;
    private final SupervisorySeals seals;
    private final Archive archive;
    private final RenderingSettings settings;
    private final InstantSource clock;

    RenderStage(
            BillQueries bills,
            SignedBills signed,
            UnitSigners signers,
            SupervisorySeals seals,
            Archive archive,
            RenderingSettings settings,
            InstantSource clock) {
        this.bills = bills;
        this.signed = signed;
        this.signers = signers;
        this.seals = seals;
        this.archive = archive;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public StageName name() {
        return StageName.RENDER;
    }

    /** It needs the signature server as well; the bureau is the one that is away more often. */
    @Override
    public String party() {
        return "财政票据系统";
    }

    @Override
    public int batchMax() {
        return 200;
    }

    @Override
    public int concurrency() {
        return 2;
    }

    private record Draft(BillId id, OfdDraft ofd, byte[] document, String unitSealId) {}

    @Override
    public List<Outcome> work(UnitId unit, List<BillId> batch) {
        Map<BillId, Outcome> outcomes = new LinkedHashMap<>();
        Set<BillId> deposited = archive.deposited(unit, batch);
        deposited.forEach(id -> outcomes.put(id, new Outcome.Done(id, "已有版式文件")));
        Map<Bill.Key, Draft> drafts = drafts(
                unit, batch.stream().filter(id -> !deposited.contains(id)).toList(), outcomes);
        try {
            seal(unit, drafts, outcomes);
        } catch (CallFailed failed) {
            drafts.values()
                    .forEach(draft -> outcomes.computeIfAbsent(
                            draft.id(), id -> new Outcome.Waits(id, failed.fault(), failed.detail())));
        }
        return List.copyOf(outcomes.values());
    }

    private Map<Bill.Key, Draft> drafts(UnitId unit, List<BillId> ids, Map<BillId, Outcome> outcomes) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<BillId, Bill> contents = bills.bills(unit, ids);
        Map<BillId, byte[]> documents = signed.documents(unit, ids);
        Map<Bill.Key, Draft> drafts = new LinkedHashMap<>();
        for (BillId id : ids) {
            Bill bill = contents.get(id);
            byte[] document = documents.get(id);
            if (bill == null || document == null) {
                outcomes.put(id, new Outcome.Stuck(id, Fault.OUR_DATA, "缺少已监制的票据XML"));
                continue;
            }
            try {
                drafts.put(
                        bill.key(),
                        new Draft(
                                id,
                                OfdDraft.of(bill, document, settings.fonts(unit)),
                                document,
                                bill.unitSeal().id()));
            } catch (IllegalArgumentException e) {
                outcomes.put(id, new Outcome.Stuck(id, Fault.OUR_DATA, "版式文件不能生成：" + e.getMessage()));
            }
        }
        return drafts;
    }

    private void seal(UnitId unit, Map<Bill.Key, Draft> drafts, Map<BillId, Outcome> outcomes) {
        if (drafts.isEmpty()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Map<Bill.Key, byte[]> unitValues = unitSealed(unit, drafts, now);
        Seal supervisory = seals.seal(unit);
        Map<Bill.Key, OfdDraft.ToSeal> toSeal = new LinkedHashMap<>();
        unitValues.forEach((key, value) -> {
            Draft draft = drafts.get(key);
            if (draft != null) {
                toSeal.put(key, draft.ofd().supervisorySeal(value, supervisory, now));
            }
        });
        SupervisorySeals.Answers answers = seals.sign(unit, toSeal);
        Map<BillId, Archive.Deposit> files = new LinkedHashMap<>();
        drafts.forEach((key, draft) -> {
            byte[] value = answers.values().get(key);
            if (value != null) {
                files.put(draft.id(), new Archive.Deposit(draft.ofd().bytes(value), draft.document()));
            } else if (answers.refused().containsKey(key)) {
                outcomes.put(
                        draft.id(),
                        new Outcome.Stuck(
                                draft.id(),
                                Fault.REFUSED,
                                "财政票据系统拒绝签章：" + answers.refused().get(key)));
            } else {
                outcomes.put(
                        draft.id(),
                        new Outcome.Waits(
                                draft.id(), Fault.WRONG_ANSWER, answers.wrong().getOrDefault(key, "签章应答不完整")));
            }
        });
        archive.deposit(unit, files);
        files.forEach((id, file) ->
                outcomes.put(id, new Outcome.Done(id, "OFD " + (file.ofd().length + 1023) / 1024 + " KB，双章")));
    }

    private Map<Bill.Key, byte[]> unitSealed(UnitId unit, Map<Bill.Key, Draft> drafts, Instant now) {
        List<byte[]> toSign = new ArrayList<>(drafts.size());
        for (Draft draft : drafts.values()) {
            Seal seal = signers.seal(unit, draft.unitSealId());
            toSign.add(draft.ofd().unitSeal(seal, now).toSign());
        }
        UnitSigners.Signatures signatures = signers.signAll(unit, toSign);
        Map<Bill.Key, byte[]> values = new LinkedHashMap<>();
        int i = 0;
        for (Bill.Key key : drafts.keySet()) {
            values.put(
                    key,
                    SealSignature.assemble(
                            toSign.get(i),
                            signatures.certificate(),
                            signatures.values().get(i)));
            i++;
        }
        return values;
    }
}
