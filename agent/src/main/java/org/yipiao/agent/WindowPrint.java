package org.yipiao.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Base64;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.yipiao.agent.Component.Session;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * 窗口打印 Faces, lists and sheets of paper on the printer of this window. The platform makes the pages and counts what was
 * printed; a sheet has its number before it is printed, so that a jam loses none: it is printed again, or replaced by the next.
 */
final class WindowPrint {
    private static final System.Logger LOG = System.getLogger(WindowPrint.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What kiosk pages compare the answer with. */
    private static final String DONE = "操作成功";

    private final Settings settings;
    private final Optional<Offline> offline;

    WindowPrint(Settings settings, Optional<Offline> offline) {
        this.settings = settings;
        this.offline = offline;
    }

    /** 打印电子票据 Face and list. */
    byte[] bill(Session session, JsonNode params) {
        return electronic(session, "printElectBill", params);
    }

    /** 打印清单 The pages from {@code pageNoBgn} to {@code pageNoEnd}, 0 is the face; the whole list when they are not given. */
    byte[] list(Session session, JsonNode params) {
        return electronic(session, "printElectBillList", params);
    }

    private byte[] electronic(Session session, String method, JsonNode params) {
        JsonNode data = Envelope.data(params);
        try {
            var here = offlinePdf(data);
            byte[] pdf = here.isPresent() ? here.get() : pdf(session, data);
            String name = name(data, "billBatchCode", "billNo");
            ObjectNode printed = copy(data, "billBatchCode", "billNo", "random");
            if (method.equals("printElectBill")) {
                printer(data).print(pdf, name);
            } else {
                var pages = Pages.asked(pdf, data);
                printer(data).print(pages.of(pdf), name + "-list");
                printed.put("total", pages.total())
                        .put("pageNoBgn", pages.from())
                        .put("pageNoEnd", pages.until());
            }
            if (here.isEmpty()) {
                count(session, method, printed);
            }
            return session.envelope().answer(Envelope.SUCCESS, "已打印");
        } catch (IOException e) {
            return session.envelope().answer(Envelope.FAILURE, String.valueOf(e.getMessage()));
        } catch (Platform.Unreachable e) {
            return session.envelope().answer(AgentCode.BUSINESS_FAILED.text(), e.getMessage() + "；请恢复后重新打印");
        }
    }

    /**
     * 换开并打印 The platform converts, as the caller signed it; then the sheet is printed. The same call again converts nothing
     * twice and prints again.
     *
     * @param conversion turnPaper or reTurnPaper
     */
    byte[] converted(Session session, String conversion, JsonNode params) {
        JsonNode data = Envelope.data(params);
        try {
            byte[] answer = session.platform().call(conversion, JSON.writeValueAsBytes(params));
            if (!session.envelope().open(answer).accepted()) {
                return answer;
            }
            return printed(
                    session,
                    data,
                    "已换开纸质票据 " + data.path("pBillBatchCode").asString("") + " "
                            + data.path("pBillNo").asString("")
                            + "，但没有打印出来：",
                    "；纸张完好的，修好打印机后调用printPaperBill补打；纸张已损坏的，调用reTurnPaperPrint换下一张");
        } catch (IllegalArgumentException e) {
            return session.envelope().answer(Envelope.FAILURE, String.valueOf(e.getMessage()));
        } catch (Platform.Unreachable e) {
            return session.envelope()
                    .answer(AgentCode.BUSINESS_FAILED.text(), e.getMessage() + "；是否已换开尚不清楚，请恢复后用同样的参数再次调用，不会重复换开");
        }
    }

    /** 补打 A sheet that was converted before. */
    byte[] sheet(Session session, JsonNode params) {
        return printed(session, Envelope.data(params), "", "");
    }

    private byte[] printed(Session session, JsonNode data, String before, String after) {
        ObjectNode sheet = copy(data, "pBillBatchCode", "pBillNo").put("terminal", settings.terminal());
        try {
            String name = name(data, "pBillBatchCode", "pBillNo");
            byte[] pdf = Base64.getDecoder()
                    .decode(JSON.readTree(session.ask("getPaperSheet", sheet))
                            .path("pdf")
                            .asString(""));
            printer(data).print(pdf, name + "-paper");
        } catch (IOException e) {
            return session.envelope().answer(Envelope.FAILURE, before + e.getMessage() + after);
        } catch (IllegalArgumentException | JacksonException e) {
            return session.envelope().answer(Envelope.FAILURE, before + "平台应答不是约定的报文" + after);
        } catch (Platform.Unreachable e) {
            return session.envelope()
                    .answer(
                            AgentCode.BUSINESS_FAILED.text(),
                            before + e.getMessage() + (after.isEmpty() ? "；请恢复后重新打印" : after));
        }
        count(session, "printPaperBill", sheet);
        return session.envelope().answer(Envelope.SUCCESS, DONE);
    }

    /** Printed is printed: that the platform could not be told is no reason to print again. */
    private static void count(Session session, String method, ObjectNode printed) {
        try {
            session.ask(method, printed);
        } catch (IOException | Platform.Unreachable e) {
            LOG.log(Level.WARNING, "a print was not counted: " + e.getMessage());
        }
    }

    private Printing printer(JsonNode data) {
        return settings.byKind().getOrDefault(data.path("moduleId").asString(""), settings.printing());
    }

    private static ObjectNode copy(JsonNode data, String... fields) {
        ObjectNode copy = JSON.createObjectNode();
        for (String field : fields) {
            copy.put(field, data.path(field).asString(""));
        }
        return copy;
    }

    /** For the queue or the file; a number can not name another folder. */
    private static String name(JsonNode data, String code, String number) throws IOException {
        String name = data.path(code).asString("") + "_" + data.path(number).asString("");
        if (!name.matches("[0-9]{1,20}_[0-9]{1,20}")) {
            throw new IOException("票据代码或号码不正确");
        }
        return name;
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

    private static byte[] pdf(Session session, JsonNode data) throws Platform.Unreachable, IOException {
        String message = session.ask("getEBillPicUrl", copy(data, "billBatchCode", "billNo", "random"));
        try {
            return session.platform()
                    .pdf(JSON.readTree(message).path("pictureUrl").asString(""));
        } catch (JacksonException e) {
            throw new IOException("平台应答不是约定的报文", e);
        }
    }

    /** 清单页 @param total pages of the list @param from 0 is the face in front of it */
    private record Pages(int total, int from, int until) {
        static Pages asked(byte[] pdf, JsonNode data) throws IOException {
            try (PDDocument document = Loader.loadPDF(pdf)) {
                int total = document.getNumberOfPages() - 1;
                int from = number(data, "pageNoBgn", 1);
                int until = number(data, "pageNoEnd", total);
                if (from > until || until > total) {
                    throw new IOException("清单共 " + total + " 页，没有第 " + from + " 至 " + until + " 页");
                }
                return new Pages(total, from, until);
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

        byte[] of(byte[] pdf) throws IOException {
            try (PDDocument document = Loader.loadPDF(pdf)) {
                for (int page = total; page >= 0; page--) {
                    if (page < from || page > until) {
                        document.removePage(page);
                    }
                }
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                document.save(out);
                return out.toByteArray();
            }
        }
    }
}
