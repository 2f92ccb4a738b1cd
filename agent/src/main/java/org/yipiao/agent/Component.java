package org.yipiao.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.offline.Cause;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * 客户端组件 What a desktop HIS calls on its own machine: a start with the platform's address and key, printing, and every
 * other method of the market protocol, which is passed on as it came.
 */
final class Component {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Optional<Offline> offline;
    private final WindowPrint print;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();

    Component(Settings settings) {
        this(settings, Optional.empty());
    }

    /** @param offline what to do while the platform is away; empty: tell the business system so */
    Component(Settings settings, Optional<Offline> offline) {
        this.settings = settings;
        this.offline = offline;
        this.print = new WindowPrint(settings, offline);
    }

    /** What the last start said. */
    record Session(Platform platform, Envelope envelope) {
        /** A call of our own. @return the answer's content @throws IOException with the platform's reason when it refuses */
        String ask(String method, ObjectNode data) throws Platform.Unreachable, IOException {
            Envelope.Answer answer;
            try {
                answer = envelope.open(platform.call(method, envelope.request(data)));
            } catch (IllegalArgumentException e) {
                throw new IOException("平台应答不是约定的报文", e);
            }
            if (!answer.accepted()) {
                throw new IOException(answer.message());
            }
            return answer.message();
        }
    }

    /** @return the answer's bytes, an envelope or a bare code */
    byte[] call(LocalCall call) {
        try {
            return switch (call.method()) {
                case "InitParams" -> start(call.params());
                case "printElectBill" -> print.bill(started(), call.params());
                case "printElectBillList" -> print.list(started(), call.params());
                case "printPaperBill" -> print.sheet(started(), call.params());
                case "turnPaperPrint" -> print.converted(started(), "turnPaper", call.params());
                case "reTurnPaperPrint" -> print.converted(started(), "reTurnPaper", call.params());
                default -> passedOn(call);
            };
        } catch (AgentCode.Answered answered) {
            return bare(answered.code());
        }
    }

    static byte[] bare(AgentCode code) {
        return code.text().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] start(JsonNode params) {
        JsonNode data = Envelope.data(params);
        String appid = params.path("appid").asString("");
        String url = data.path("url").asString("");
        String key = data.path("appkey").asString("");
        if (appid.isBlank() || url.isBlank() || key.isBlank()) {
            throw new AgentCode.Answered(AgentCode.START_PARAMETER_MISSING, "缺少 appid、url 或 appkey");
        }
        try {
            var service = Settings.service(url);
            if (settings.platform().isPresent() && !settings.platform().get().equals(service)) {
                throw new AgentCode.Answered(AgentCode.START_FAILED, "只能使用设置的平台地址");
            }
            session.set(new Session(new Platform(service), new Envelope(appid, key)));
        } catch (IllegalArgumentException e) {
            throw new AgentCode.Answered(AgentCode.START_FAILED, String.valueOf(e.getMessage()));
        }
        return bare(AgentCode.READY);
    }

    private Session started() {
        Session known = session.get();
        if (known == null) {
            throw new AgentCode.Answered(AgentCode.NOT_STARTED, "尚未调用 InitParams");
        }
        return known;
    }

    private byte[] passedOn(LocalCall call) {
        Session started = started();
        var settlement = offline.isPresent() && started.envelope().isSigned(call.params())
                ? Offline.settlement(started.envelope().appid(), call.method(), call.params())
                : Optional.<Offline.Settlement>empty();
        if (settlement.isPresent()) {
            return issued(started, call, offline.get(), settlement.get());
        }
        try {
            return started.platform().call(call.method(), JSON.writeValueAsBytes(call.params()));
        } catch (Platform.Unreachable e) {
            offline.ifPresent(here -> here.decide(e.why()));
            return unknown(started, e);
        }
    }

    private static byte[] unknown(Session started, Platform.Unreachable e) {
        return started.envelope().answer(AgentCode.BUSINESS_FAILED.text(), e.getMessage() + "；是否已办理请恢复后先查询再重试");
    }

    /**
     * A settlement: by the platform while it is there, by this machine while it is not. What may have reached the platform is
     * not issued here in the same breath; sent again, it is.
     */
    private static byte[] issued(Session started, LocalCall call, Offline here, Offline.Settlement settlement) {
        var earlier = here.earlier(settlement, started.envelope());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Link.Offline away = here.offline();
        if (away == null) {
            try {
                byte[] answer = started.platform().call(call.method(), JSON.writeValueAsBytes(call.params()));
                here.good();
                return answer;
            } catch (Platform.Unreachable e) {
                here.decide(e.why());
                away = here.offline();
                if (!e.surelyNotSent()) {
                    here.tried(settlement);
                    return started.envelope()
                            .answer(
                                    AgentCode.BUSINESS_FAILED.text(),
                                    e.getMessage() + "；是否已办理尚不清楚，请先查询，或用同一业务流水号再次开票，断网期间将离线开具");
                }
                if (away == null) {
                    return unknown(started, e);
                }
            }
        }
        return here.issue(settlement, started.envelope(), away);
    }

    /** 改报离线原因 by who stands at the window. @return false while online, or where nothing is issued offline */
    boolean say(Cause cause) {
        return offline.isPresent() && offline.get().say(cause);
    }

    /** 状态 What the agent's own page shows. */
    ObjectNode status() {
        return offline.map(Offline::status)
                .orElseGet(() -> JSON.createObjectNode().put("mode", "仅联机").put("message", "本机未登记离线开票"));
    }
}
