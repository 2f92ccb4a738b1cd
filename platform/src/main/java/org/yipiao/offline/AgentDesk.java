package org.yipiao.offline;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.offline.AgentCall;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 窗口代理登记 Who the agents are: a code to sign up with, their key from then on, and the end of it. */
@Component
class AgentDesk {
    static final int AGENTS_MAX = 500;
    /** A clock that is further off would put wrong times on bills. */
    static final Duration CLOCK_WITHIN = Duration.ofMinutes(5);

    private static final Duration ENROL_WITHIN = Duration.ofHours(24);
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int CODE_LETTERS = 6;
    private static final int SECRET_LETTERS = 20;

    private final AgentStore store;
    private final BlockStore blocks;
    private final IssuingPoints points;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    AgentDesk(
            AgentStore store,
            BlockStore blocks,
            IssuingPoints points,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.blocks = blocks;
        this.points = points;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @param enrolment 登记码 shown once: agent code, a dash and a secret */
    record Invitation(String agent, String enrolment, Instant until) {}

    Invitation invite(UnitId unit, String name, String point, String by) {
        if (points.find(unit, point).isEmpty()) {
            throw new Refused(404, "POINT_UNKNOWN", "开票点 " + point + " 不存在，请选择已登记的开票点。");
        }
        if (store.count(unit) >= AGENTS_MAX) {
            throw new Refused(409, "OFFLINE_AGENTS_MAX", "窗口代理最多登记 " + AGENTS_MAX + " 个，请联系技术支持。");
        }
        Instant now = clock.instant();
        String secret = letters(SECRET_LETTERS);
        String code;
        do {
            code = letters(CODE_LETTERS);
        } while (!store.add(unit, code, name, point, sm3(secret), now.plus(ENROL_WITHIN), by, now));
        return new Invitation(code, code + "-" + secret, now.plus(ENROL_WITHIN));
    }

    private String letters(int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static String sm3(String text) {
        return Sm2.sm3Hex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /**
     * 登记 The agent shows its certificate once. Again with the same key: the same answer.
     *
     * @param signature by that key over the enrolment code
     */
    WindowAgent enrol(String enrolment, byte[] certificate, byte[] signature) {
        int dash = enrolment.indexOf('-');
        var agent = dash < 1
                ? null
                : store.find(enrolment.substring(0, dash).toUpperCase(Locale.ROOT))
                        .orElse(null);
        if (agent == null || !agent.enrolSm3().equals(sm3(enrolment.substring(dash + 1)))) {
            throw new Refused(403, "OFFLINE_ENROLMENT_WRONG", "登记码不正确。请在控制台“离线开票”页重新登记一个窗口代理，并使用新的登记码。");
        }
        if (!verified(certificate, enrolment.getBytes(java.nio.charset.StandardCharsets.UTF_8), signature)) {
            throw new Refused(403, "OFFLINE_SIGNATURE_WRONG", "窗口代理的签名不正确。请重新启动代理后再试。");
        }
        if (java.util.Arrays.equals(agent.certificate(), certificate) && agent.state() == WindowAgent.State.ACTIVE) {
            return agent;
        }
        if (agent.enrolUntil().isBefore(clock.instant()) || !store.enrol(agent.code(), certificate, clock.instant())) {
            throw new Refused(403, "OFFLINE_ENROLMENT_WRONG", "登记码已使用或已过期。请在控制台“离线开票”页重新登记一个窗口代理，并使用新的登记码。");
        }
        return store.find(agent.code()).orElseThrow();
    }

    private static boolean verified(byte[] certificate, byte[] message, byte[] signature) {
        try {
            X509Certificate known = Sm2.certificate(certificate);
            return Sm2.verify(known, message, signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @return is this text the agent's own? */
    static boolean signedBy(WindowAgent agent, byte[] message, byte[] signature) {
        byte[] certificate = agent.certificate();
        return certificate != null && verified(certificate, message, signature);
    }

    /**
     * 验签 Who calls, from the headers of one call.
     *
     * @throws Refused when nobody we know signed exactly this call just now
     */
    WindowAgent caller(
            @Nullable String code, @Nullable String time, @Nullable String signature, String path, byte[] body) {
        var agent = code == null ? null : store.find(code).orElse(null);
        if (agent == null || time == null || signature == null) {
            throw wrong();
        }
        byte[] value;
        Instant at;
        try {
            value = Base64.getDecoder().decode(signature);
            at = Instant.parse(time);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong();
        }
        if (!signedBy(agent, AgentCall.signed(agent.code(), time, path, body), value)) {
            throw wrong();
        }
        Instant now = clock.instant();
        if (Duration.between(at, now).abs().compareTo(CLOCK_WITHIN) > 0) {
            throw new Refused(409, "OFFLINE_CLOCK_WRONG", "本机时间 " + at + " 与平台时间 " + now + " 相差超过 5 分钟。请校准本机时间后再试。");
        }
        return agent;
    }

    private static Refused wrong() {
        return new Refused(403, "OFFLINE_SIGNATURE_WRONG", "窗口代理未登记或签名不正确。请在控制台“离线开票”页核对该代理。");
    }

    static void active(WindowAgent agent) {
        if (agent.state() != WindowAgent.State.ACTIVE) {
            throw new Refused(
                    409,
                    "OFFLINE_AGENT_REVOKED",
                    "窗口代理 " + agent.code() + " 已停用，不能领取号段，也不能上传票据。已打印的离线票据请在控制台“离线开票”页扫描二维码补录。");
        }
    }

    void seen(WindowAgent agent, long waiting, @Nullable Instant oldest, String cause, String said) {
        store.seen(agent.code(), clock.instant(), waiting, oldest, cause, said);
    }

    /** 停用 A lost or broken machine: from here on its bills come only from their scanned codes. */
    void revoke(UnitId unit, String code, String reason, String by) {
        transaction.executeWithoutResult(status -> {
            var agent = store.find(unit, code)
                    .map(found -> store.lock(found.code()))
                    .orElseThrow(() -> unknown(code));
            if (agent.state() == WindowAgent.State.REVOKED) {
                throw new Refused(409, "OFFLINE_AGENT_REVOKED", "窗口代理 " + code + " 已停用，不必再次停用。");
            }
            Instant now = clock.instant();
            store.revoke(code, by, reason, now);
            blocks.revoke(unit, code, by, reason, now);
        });
    }

    static Refused unknown(String code) {
        return new Refused(404, "OFFLINE_AGENT_UNKNOWN", "没有窗口代理 " + code + "，请刷新后重试。");
    }
}
