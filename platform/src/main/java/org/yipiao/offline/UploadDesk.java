package org.yipiao.offline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.access.Vault;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.offline.OfflineBill;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Contact;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.OfflineEntry;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.OfflineStock;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 离线票据上传 Takes in what agents issued: once, in their order, with the times on the sheets. Whatever is truly the agent's is
 * kept; what can not become a bill by itself waits for a person, and its number with it.
 */
@Component
class UploadDesk {
    private static final String SENT = "offline.sent";
    private static final int CONFLICT_MAX = 500;

    private final AgentStore agents;
    private final BlockStore blocks;
    private final UploadStore store;
    private final OfflineStock stock;
    private final OfflineEntry entry;
    private final BillQueries bills;
    private final Units units;
    private final Callers callers;
    private final ObjectProvider<SentSettlement> settlements;
    private final Vault vault;
    private final CauseRules rules;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final TransactionTemplate attempt;

    UploadDesk(
            AgentStore agents,
            BlockStore blocks,
            UploadStore store,
            OfflineStock stock,
            OfflineEntry entry,
            BillQueries bills,
            Units units,
            Callers callers,
            ObjectProvider<SentSettlement> settlements,
            Vault vault,
            CauseRules rules,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.agents = agents;
        this.blocks = blocks;
        this.store = store;
        this.stock = stock;
        this.entry = entry;
        this.bills = bills;
        this.units = units;
        this.callers = callers;
        this.settlements = settlements;
        this.vault = vault;
        this.rules = rules;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.attempt = new TransactionTemplate(transactions);
        this.attempt.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * @param method 接口方法 the business system called, empty for scanned bills
     * @param sent what it sent, empty for scanned bills
     */
    record Presented(OfflineBill bill, byte[] signature, String method, byte[] sent) {}

    /** @param first false when it had arrived before */
    record Outcome(Upload upload, boolean first) {}

    /** The bill could not be written as it is; everything of the attempt is rolled back. */
    private static final class Unfit extends RuntimeException {
        Unfit(String reason) {
            super(reason);
        }
    }

    /** 上传 By the agent itself, in its order. @throws Refused when it is not its own, or not the next one */
    Outcome upload(WindowAgent caller, Presented presented) {
        return transaction.execute(status -> {
            var agent = agents.lock(caller.code());
            AgentDesk.active(agent);
            var known = checked(agent, presented);
            if (known != null) {
                return new Outcome(known, false);
            }
            var bill = presented.bill();
            if (bill.seq() != agent.lastSeq() + 1 || !bill.previous().equals(agent.lastSm3())) {
                throw new Refused(
                        409,
                        "OFFLINE_OUT_OF_ORDER",
                        "离线票据须按开具次序上传：应为第 " + (agent.lastSeq() + 1) + " 张，收到第 " + bill.seq() + " 张，或前后不相接。");
            }
            var outcome = entered(agent, presented, "");
            agents.chained(agent.code(), bill.seq(), bill.digest());
            return outcome;
        });
    }

    /** 补录 From scanned codes, after the machine was revoked. */
    Outcome scan(UnitId unit, Presented presented, String by) {
        return transaction.execute(status -> {
            String code = presented.bill().agent();
            var agent = agents.find(unit, code)
                    .map(found -> agents.lock(found.code()))
                    .orElseThrow(() -> AgentDesk.unknown(code));
            if (agent.state() != WindowAgent.State.REVOKED) {
                throw new Refused(409, "OFFLINE_AGENT_ALIVE", "窗口代理 " + code + " 仍在使用，恢复联网后会自行上传；只有停用的代理才需要凭二维码补录。");
            }
            var known = checked(agent, presented);
            return known != null ? new Outcome(known, false) : entered(agent, presented, by);
        });
    }

    /** @return the row of a bill that had arrived before */
    private @Nullable Upload checked(WindowAgent agent, Presented presented) {
        var bill = presented.bill();
        if (!bill.unit().equals(agent.unit().value())
                || !bill.agent().equals(agent.code())
                || !AgentDesk.signedBy(agent, bill.bytes(), presented.signature())) {
            throw new Refused(403, "OFFLINE_SIGNATURE_WRONG", "第 " + bill.seq() + " 张离线票据的签名不正确，内容可能被改动，未录入。请核对原票。");
        }
        for (Upload known : store.known(agent.unit(), read(bill).key(), agent.code(), bill.seq())) {
            if (!store.evidence(agent.unit(), known.code(), known.number())
                    .content()
                    .equals(bill.text())) {
                throw new Refused(
                        409,
                        "OFFLINE_JOURNAL_FORKED",
                        "窗口代理 " + agent.code() + " 的同一序号或号码有两张不同的票据（" + known.code() + " " + known.number()
                                + "）。请停用该代理，并检查是否有人复制了代理目录。");
            }
            return known;
        }
        return null;
    }

    private static Bill read(OfflineBill bill) {
        try {
            return bill.bill();
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "OFFLINE_BILL_UNREADABLE", "第 " + bill.seq() + " 张离线票据的内容不是票据数据：" + e.getMessage());
        }
    }

    private Outcome entered(WindowAgent agent, Presented presented, String by) {
        var offline = presented.bill();
        var bill = read(offline);
        var block = blocks.find(agent.unit(), offline.blockNo())
                .filter(found -> found.held().agent().equals(agent.code()))
                .filter(found -> found.held()
                        .holds(bill.code(), Long.parseLong(bill.number().digits())))
                .orElseThrow(() -> new Refused(
                        409,
                        "OFFLINE_NUMBER_FOREIGN",
                        "票据 " + bill.code() + " " + bill.number().digits() + " 不在号段 " + offline.blockNo() + " 内，未录入。"));
        Instant issuedAt = issuedAt(agent.unit(), bill);
        String conflict = conflict(agent, block, offline, bill, issuedAt);
        Long id = null;
        if (conflict.isEmpty()) {
            try {
                id = attempt.execute(status -> written(agent.unit(), presented, bill));
            } catch (Unfit unfit) {
                conflict = String.valueOf(unfit.getMessage());
            }
        }
        var upload = new Upload(
                bill.code().digits(),
                bill.number().digits(),
                offline.blockNo(),
                agent.code(),
                offline.seq(),
                offline.caller(),
                bill.content().bizCode(),
                bill.content().total().fen(),
                issuedAt,
                offline.cause(),
                offline.tried(),
                issuedAt.plus(rules.within(agent.unit(), offline.cause())),
                clock.instant(),
                by,
                id == null ? Upload.State.CONFLICT : Upload.State.ACCEPTED,
                id,
                shortened(conflict),
                "",
                "");
        store.add(
                agent.unit(),
                upload,
                offline.since(),
                new UploadStore.Evidence(
                        offline.text(),
                        presented.signature(),
                        presented.method(),
                        presented.sent().length == 0 ? null : vault.seal(SENT, presented.sent())));
        return new Outcome(upload, true);
    }

    private static String shortened(String text) {
        return text.length() <= CONFLICT_MAX ? text : text.substring(0, CONFLICT_MAX - 1) + "…";
    }

    private Instant issuedAt(UnitId unit, Bill bill) {
        return bill.issuedAt().atZone(units.current(unit).zone()).toInstant();
    }

    /** What the agent should have kept to; a sheet is out there all the same, so a person looks at it. */
    private String conflict(WindowAgent agent, Block block, OfflineBill offline, Bill bill, Instant issuedAt) {
        var held = block.held();
        long number = Long.parseLong(bill.number().digits());
        if (stock.held(agent.unit(), held.point(), new NumberSource.Segment(held.code(), number, number), agent.code())
                .isEmpty()) {
            return "号码已作废或已退回，不能再入账";
        }
        Duration skew = AgentDesk.CLOCK_WITHIN;
        if (issuedAt.isBefore(held.issuedAt().minus(skew))
                || issuedAt.isAfter(held.validUntil().plus(skew))
                || issuedAt.isAfter(clock.instant().plus(skew))) {
            return "开票时间 " + bill.issuedAt() + " 不在号段有效期内";
        }
        if (bill.issuedAt().getYear() != bill.code().year()) {
            return "开票时间 " + bill.issuedAt() + " 不在票据代码的年度内";
        }
        if (Duration.between(offline.since(), issuedAt).toHours() > held.hoursMax()) {
            return "连续离线超过 " + held.hoursMax() + " 小时";
        }
        long total = bill.content().total().fen();
        if (total > held.singleFenMax()) {
            return "单张金额超过离线上限 " + yuan(held.singleFenMax());
        }
        if (store.arrived(agent.unit(), held.blockNo()).totalFen() + total > held.totalFenMax()) {
            return "号段累计金额超过离线上限 " + yuan(held.totalFenMax());
        }
        if (!offline.point().equals(held.point()) || bill.content().kind() != held.kind()) {
            return "开票点或票据种类与号段不符";
        }
        return "";
    }

    private static String yuan(long fen) {
        return org.yipiao.bill.Money.ofFen(fen).plain() + " 元";
    }

    /** The bill, its settlement key and its number together; the XML must come out as the window printed it. */
    private Long written(UnitId unit, Presented presented, Bill bill) {
        var offline = presented.bill();
        if (callers.find(offline.caller())
                .filter(caller -> caller.unit().equals(unit))
                .isEmpty()) {
            throw new Unfit("接入方 " + offline.caller() + " 不是本单位的");
        }
        var printed = new OfflineEntry.Printed(
                bill.code(), bill.number(), bill.checkCode(), bill.issuedAt(), offline.unitVersion(), offline.agent());
        switch (entry.enter(charge(unit, presented, bill), printed)) {
            case IssueResult.Refused(var why, var detail, List<FieldError> errors) ->
                throw new Unfit(errors.isEmpty() ? detail : errors.getFirst().text());
            case IssueResult.Accepted(var earlier, var first) -> {
                if (!first) {
                    throw new Unfit("该结算已联机开具票据 " + earlier.code() + " "
                            + earlier.number().digits() + (offline.tried() ? "（断网前已发往平台）" : ""));
                }
                if (!java.util.Arrays.equals(
                        BillXml.block(bills.bill(earlier.id()), offline.charset()), offline.block())) {
                    throw new Unfit("按平台资料重写的票据数据与窗口打印的不一致");
                }
                stock.use(
                        unit,
                        offline.point(),
                        bill.code(),
                        Long.parseLong(bill.number().digits()),
                        offline.agent(),
                        offline.blockNo());
                return earlier.id().value();
            }
        }
    }

    /** What is on the sheet comes from the signed block, what is beside it from the message, where there is one. */
    private Charge charge(UnitId unit, Presented presented, Bill bill) {
        var offline = presented.bill();
        var reader = settlements.getIfAvailable();
        var told = reader == null || presented.sent().length == 0
                ? java.util.Optional.<Charge>empty()
                : reader.read(unit, offline.caller(), presented.method(), presented.sent());
        return new Charge(
                unit,
                offline.caller(),
                bill.content().bizCode(),
                offline.busType(),
                offline.point(),
                offline.busAt(),
                told.map(Charge::content).filter(offline::says).orElse(bill.content()),
                told.map(Charge::circulates).orElse(true),
                told.map(Charge::arrearsReason).orElse(""),
                told.map(Charge::contact).orElse(Contact.NONE),
                told.map(Charge::his).orElse("{}"));
    }

    /** 裁定作废 The offline number will never be a bill; the sheet is to be taken back. */
    Upload giveUp(UnitId unit, Bill.Key key, String reason, String by) {
        return transaction.execute(status -> {
            var upload = open(unit, key);
            var block = blocks.find(unit, upload.blockNo()).orElseThrow().held();
            long number = Long.parseLong(upload.number());
            var one = new NumberSource.Segment(key.code(), number, number);
            if (!stock.held(unit, block.point(), one, upload.agent()).isEmpty()) {
                stock.burn(unit, block.point(), one, upload.agent(), by, upload.blockNo(), reason);
            }
            store.decide(unit, upload, Upload.State.VOIDED, null, by, reason, clock.instant());
            return open(unit, key, Upload.State.VOIDED);
        });
    }

    /** 裁定入账 The sheet stands although it broke a limit. @throws Refused when it still can not be written */
    Upload accept(UnitId unit, Bill.Key key, String reason, String by) {
        return transaction.execute(status -> {
            var upload = open(unit, key);
            var evidence = store.evidence(unit, upload.code(), upload.number());
            byte[] sent = evidence.sent();
            var presented = new Presented(
                    OfflineBill.read(evidence.content()),
                    evidence.signature(),
                    evidence.method(),
                    sent == null ? new byte[0] : vault.open(SENT, sent));
            try {
                Long id = attempt.execute(inner -> written(unit, presented, read(presented.bill())));
                store.decide(unit, upload, Upload.State.ACCEPTED, id, by, reason, clock.instant());
            } catch (Unfit unfit) {
                throw new Refused(409, "OFFLINE_STILL_UNFIT", "仍不能入账：" + unfit.getMessage() + "。请收回该离线票据并作废其号码。");
            }
            return open(unit, key, Upload.State.ACCEPTED);
        });
    }

    private Upload open(UnitId unit, Bill.Key key) {
        return open(unit, key, Upload.State.CONFLICT);
    }

    private Upload open(UnitId unit, Bill.Key key, Upload.State wanted) {
        var upload = store.lock(unit, key)
                .orElseThrow(() -> new Refused(404, "OFFLINE_BILL_UNKNOWN", "没有离线票据 " + key + "，请核对代码和号码。"));
        if (upload.state() != wanted) {
            throw new Refused(
                    409, "OFFLINE_DECIDED", "离线票据 " + key + " " + upload.state().label() + "，不需要裁定。");
        }
        return upload;
    }
}
