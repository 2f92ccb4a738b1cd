package org.yipiao.offline;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Open;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.offline.AgentCall;
import org.yipiao.bill.offline.BlockReturn;
import org.yipiao.bill.offline.Cause;
import org.yipiao.bill.offline.OfflineBill;
import org.yipiao.shared.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** 窗口代理接口 What agents call; every call but the first is signed with the agent's key over its path and body. */
@RestController
@RequestMapping("/api/agent/v1")
class AgentHttp {
    static final int BILLS_MAX = 50;
    private static final int SAID_MAX = 200;
    private static final int KNOWN_MAX = 20;
    private static final String SIGNED = "signature of the agent's key over path and body";

    private final AgentDesk agents;
    private final BlockDesk blocks;
    private final UploadDesk uploads;
    private final BaseData base;
    private final JsonMapper json;
    private final InstantSource clock;

    AgentHttp(
            AgentDesk agents,
            BlockDesk blocks,
            UploadDesk uploads,
            BaseData base,
            JsonMapper json,
            InstantSource clock) {
        this.agents = agents;
        this.blocks = blocks;
        this.uploads = uploads;
        this.base = base;
        this.json = json;
        this.clock = clock;
    }

    /** @param enrolment 登记码 @param certificate Base64 DER @param signature Base64, by that key over the code */
    record Enrolling(
            @Nullable String enrolment,
            @Nullable String certificate,
            @Nullable String signature) {}

    record AgentEnrolled(String agent, String name, String unit, String point) {}

    /** @param waiting 待上传 @param oldestAt 最早一张的开票时间 @param said 状态说明 in Chinese */
    record Beat(
            long waiting,
            @Nullable Instant oldestAt,
            @Nullable Cause cause,
            @Nullable String said) {}

    /** @param revoked true: stop and wait for the administrator @param nextSeq 下一离线序号 the platform expects */
    record BeatAnswer(Instant time, boolean revoked, long nextSeq, String previous) {}

    /**
     * @param year 年度 of the numbers; null: this year. The next one only in the last days of this one
     * @param known 号段编号 that the agent has
     */
    record WantedBlock(
            @Nullable BillKind kind,
            @Nullable Integer year,
            @Nullable List<String> known) {}

    /**
     * @param content the signed text
     * @param issuers Base64 DER of the authorities behind the unit's certificate: an agent that knows an earlier certificate of
     *     the same authority takes over a renewed one by itself
     */
    record HandedBlock(String content, String certificate, String signature, List<String> issuers) {}

    /** @param content the signed text @param signature Base64 @param sent Base64 of what the business system sent */
    record PresentedBill(
            @Nullable String content,
            @Nullable String signature,
            @Nullable String method,
            @Nullable String sent) {}

    record AgentBills(@Nullable List<PresentedBill> bills) {}

    /** @param state ACCEPTED, CONFLICT or VOIDED @param first false when it had arrived before */
    record TakenBill(long seq, Upload.State state, boolean first, String conflict) {}

    /**
     * @param taken in order, up to the first that was refused
     * @param refused why the next one was not taken, empty when all were
     */
    record BillsAnswer(List<TakenBill> taken, String refusedCode, String refused) {}

    /** @param content the signed text @param signature Base64 */
    record Returning(@Nullable String content, @Nullable String signature) {}

    record ReturnedBlock(String blockNo, long returned) {}

    @PostMapping("/enrolments")
    @Open("one-time enrolment code and the signature of the key that signs up")
    AgentEnrolled enrol(@RequestBody byte[] body) {
        var asked = read(body, Enrolling.class);
        var agent = agents.enrol(
                text("enrolment", asked.enrolment()),
                bytes("certificate", asked.certificate()),
                bytes("signature", asked.signature()));
        return new AgentEnrolled(agent.code(), agent.name(), agent.unit().value(), agent.point());
    }

    @PostMapping("/heartbeats")
    @Open(SIGNED)
    BeatAnswer beat(HttpServletRequest request, @RequestBody byte[] body) {
        var agent = caller(request, body);
        var beat = read(body, Beat.class);
        String said = beat.said() == null ? "" : beat.said();
        Cause cause = beat.cause();
        agents.seen(
                agent,
                Math.max(0, beat.waiting()),
                beat.oldestAt(),
                cause == null ? "" : cause.name(),
                said.length() <= SAID_MAX ? said : said.substring(0, SAID_MAX));
        return new BeatAnswer(
                clock.instant(), agent.state() == WindowAgent.State.REVOKED, agent.lastSeq() + 1, agent.lastSm3());
    }

    @PostMapping("/base-data")
    @Open(SIGNED)
    BaseData.OfflineData baseData(HttpServletRequest request, @RequestBody byte[] body) {
        var agent = caller(request, body);
        AgentDesk.active(agent);
        return base.of(agent.unit());
    }

    @PostMapping("/blocks")
    @Open(SIGNED)
    HandedBlock block(HttpServletRequest request, @RequestBody byte[] body) {
        var agent = caller(request, body);
        var wanted = read(body, WantedBlock.class);
        BillKind kind = wanted.kind();
        if (kind == null) {
            throw invalid("kind", "缺少票据种类");
        }
        var known = wanted.known() == null ? List.<String>of() : wanted.known();
        if (known.size() > KNOWN_MAX) {
            throw invalid("known", "号段编号最多 " + KNOWN_MAX + " 个");
        }
        var block = blocks.hand(agent, kind, wanted.year(), Set.copyOf(known));
        byte[] certificate = block.certificate();
        byte[] signature = block.signature();
        if (certificate == null || signature == null) {
            throw new IllegalStateException("an unsigned block was about to be handed out");
        }
        return new HandedBlock(block.held().text(), base64(certificate), base64(signature), issuers(agent));
    }

    private List<String> issuers(WindowAgent agent) {
        return blocks.issuers(agent.unit()).stream().map(AgentHttp::base64).toList();
    }

    @PostMapping("/bills")
    @Open(SIGNED)
    BillsAnswer bills(HttpServletRequest request, @RequestBody byte[] body) {
        var agent = caller(request, body);
        var asked = read(body, AgentBills.class).bills();
        if (asked == null || asked.isEmpty() || asked.size() > BILLS_MAX) {
            throw invalid("bills", "一次上传 1 至 " + BILLS_MAX + " 张");
        }
        var taken = new ArrayList<TakenBill>();
        for (PresentedBill one : asked) {
            try {
                var outcome = uploads.upload(agent, presented(one));
                var upload = outcome.upload();
                taken.add(new TakenBill(upload.seq(), upload.state(), outcome.first(), upload.conflict()));
            } catch (Refused refused) {
                return new BillsAnswer(taken, refused.code(), String.valueOf(refused.getMessage()));
            }
        }
        return new BillsAnswer(taken, "", "");
    }

    private static UploadDesk.Presented presented(PresentedBill one) {
        try {
            return new UploadDesk.Presented(
                    OfflineBill.read(text("content", one.content())),
                    bytes("signature", one.signature()),
                    one.method() == null ? "" : one.method(),
                    one.sent() == null || one.sent().isEmpty() ? new byte[0] : bytes("sent", one.sent()));
        } catch (IllegalArgumentException e) {
            throw invalid("content", String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/returns")
    @Open(SIGNED)
    ReturnedBlock giveBack(HttpServletRequest request, @RequestBody byte[] body) {
        var agent = caller(request, body);
        var asked = read(body, Returning.class);
        BlockReturn proof;
        try {
            proof = BlockReturn.read(text("content", asked.content()));
        } catch (IllegalArgumentException e) {
            throw invalid("content", String.valueOf(e.getMessage()));
        }
        if (!proof.agent().equals(agent.code())
                || !AgentDesk.signedBy(agent, proof.bytes(), bytes("signature", asked.signature()))) {
            throw new Refused(403, "OFFLINE_SIGNATURE_WRONG", "号段退回证明的签名不正确。请重新启动代理后再试。");
        }
        var block = blocks.giveBack(agent, proof);
        return new ReturnedBlock(block.held().blockNo(), block.returned());
    }

    private WindowAgent caller(HttpServletRequest request, byte[] body) {
        return agents.caller(
                request.getHeader(AgentCall.AGENT),
                request.getHeader(AgentCall.TIME),
                request.getHeader(AgentCall.SIGNATURE),
                request.getRequestURI(),
                body);
    }

    private <T> T read(byte[] body, Class<T> type) {
        try {
            @Nullable T read = json.readValue(body, type);
            if (read != null) {
                return read;
            }
            throw invalid("body", "请求不是约定的 JSON 对象");
        } catch (JacksonException e) {
            throw invalid("body", "请求不是约定的 JSON");
        }
    }

    private static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw invalid(field, "不能为空");
        }
        return value;
    }

    private static byte[] bytes(String field, @Nullable String value) {
        try {
            return Base64.getDecoder().decode(text(field, value));
        } catch (IllegalArgumentException e) {
            throw invalid(field, "不是 Base64");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Refused invalid(String field, String rule) {
        return new Refused(400, "FIELD_INVALID", field + "：" + rule + "。请升级窗口代理后再试。");
    }
}
