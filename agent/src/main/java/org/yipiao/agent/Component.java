package org.yipiao.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.offline.Cause;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * 客户端组件 What a desktop HIS calls on its own machine: a start with the platform's address and key, printing, and every
 * other method of the market protocol, which is passed on as it came.
 */
final class Component {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Printed with paper numbers, which only the platform's pages do so far. */
    private static final Set<String> ON_PAPER = Set.of("printPaperBill", "turnPaperPrint", "reTurnPaperPrint");

    private final Settings settings;
    private final Optional<Offline> offline;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();

    Component(Settings settings) {
        this(settings, Optional.empty());
    }

    /** @param offline what to do while the platform is away; empty: tell the business system so */
    Component(Settings settings, Optional<Offline> offline) {
        this.settings = settings;
        this.offline = offline;
    }

    /** What the last start said. */
    private record Session(Platform platform, Envelope envelope) {}

    /** @return the answer's bytes, an envelope or a bare code */
    byte[] call(LocalCall call) {
        try {
            return switch (call.method()) {
                case "InitParams" -> start(call.params());
                case "printElectBill" -> printed(call.params(), false);
                case "printElectBillList" -> printed(call.params(), true);
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
        if (ON_PAPER.contains(call.method())) {
            return started.envelope().answer(Envelope.FAILURE, "窗口代理不打印纸质票据；请在收费台的换开页面打印");
        }
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

    private byte[] printed(JsonNode params, boolean listOnly) {
        Session started = started();
        JsonNode data = Envelope.data(params);
        try {
            byte[] pdf = offlinePdf(data).orElse(null);
            if (pdf == null) {
                pdf = pdf(started, data);
            }
            String name = data.path("billBatchCode").asString() + "_"
                    + data.path("billNo").asString();
            if (!name.matches("[0-9]{1,20}_[0-9]{1,20}")) {
                throw new IOException("票据代码或号码不正确");
            }
            String kind = data.path("moduleId").asString("");
            settings.byKind()
                    .getOrDefault(kind, settings.printing())
                    .print(listOnly ? list(pdf, data) : pdf, listOnly ? name + "-list" : name);
            return started.envelope().answer(Envelope.SUCCESS, "已打印");
        } catch (IOException e) {
            return started.envelope().answer(Envelope.FAILURE, String.valueOf(e.getMessage()));
        } catch (Platform.Unreachable e) {
            return started.envelope().answer(AgentCode.BUSINESS_FAILED.text(), e.getMessage() + "；请恢复后重新打印");
        }
    }

    private Optional<byte[]> offlinePdf(JsonNode data) throws IOException {
        return offline.isEmpty()
                ? Optional.empty()
                : offline.get()
                        .pdf(
                                data.path("billBatchCode").asString(""),
                                data.path("billNo").asString(""),
                                data.path("random").asString(""));
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

    private static byte[] pdf(Session started, JsonNode data) throws Platform.Unreachable, IOException {
        ObjectNode asked = JSON.createObjectNode();
        for (String field : new String[] {"billBatchCode", "billNo", "random"}) {
            asked.put(field, data.path(field).asString(""));
        }
        byte[] raw =
                started.platform().call("getEBillPicUrl", started.envelope().request(asked));
        try {
            Envelope.Answer answer = started.envelope().open(raw);
            if (!answer.accepted()) {
                throw new IOException(answer.message());
            }
            return started.platform()
                    .pdf(JSON.readTree(answer.message()).path("pictureUrl").asString(""));
        } catch (IllegalArgumentException | JacksonException e) {
            throw new IOException("平台应答不是约定的报文", e);
        }
    }

    /** 清单页 The pages behind the face, from {@code pageNoBgn} to {@code pageNoEnd}, counted from 1; all when they are not given. */
    private static byte[] list(byte[] pdf, JsonNode data) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            int pages = document.getNumberOfPages() - 1;
            int from = number(data, "pageNoBgn", 1);
            int until = number(data, "pageNoEnd", pages);
            if (pages == 0 || from < 1 || from > until || until > pages) {
                throw new IOException("清单共 " + pages + " 页，没有第 " + from + " 至 " + until + " 页");
            }
            for (int page = pages; page >= 0; page--) {
                if (page < from || page > until) {
                    document.removePage(page);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }

    private static int number(JsonNode data, String field, int missing) throws IOException {
        String text = data.path(field).asString("").strip();
        if (text.isEmpty()) {
            return missing;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw new IOException(field + " 应为页码：" + text);
        }
        return Integer.parseInt(text);
    }
}
