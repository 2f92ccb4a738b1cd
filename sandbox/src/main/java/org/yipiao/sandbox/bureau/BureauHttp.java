package org.yipiao.sandbox.bureau;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.sandbox.bureau.Countersigning.Issued;
import org.yipiao.sandbox.bureau.Countersigning.Refused;
import org.yipiao.sandbox.bureau.Countersigning.Result;
import org.yipiao.sandbox.bureau.Countersigning.Upload;
import org.yipiao.sandbox.faults.Faults;

/** 财政接口 What the bureau offers to each connected hospital. HTTP 200 with code 200, or with another code and the reason. */
@RestController
@RequestMapping("/bureau")
class BureauHttp {
    static final int PACK_MAX = 500;
    private static final int NAME_MAX = 64;

    private final Configuration configuration;
    private final NumberDesk numbers;
    private final ReturnDesk returns;
    private final ReportDesk reports;
    private final Countersigning countersigning;
    private final Sealing sealing;
    private final Ledger ledger;
    private final FormDesk forms;

    BureauHttp(
            Configuration configuration,
            NumberDesk numbers,
            ReturnDesk returns,
            ReportDesk reports,
            Countersigning countersigning,
            Sealing sealing,
            Ledger ledger,
            FormDesk forms) {
        this.configuration = configuration;
        this.numbers = numbers;
        this.returns = returns;
        this.reports = reports;
        this.countersigning = countersigning;
        this.sealing = sealing;
        this.ledger = ledger;
        this.forms = forms;
    }

    // Members a caller leaves out arrive as null, so each record fills them in.

    record NumberRequest(String requestNo, String billCode, long count) {
        NumberRequest {
            requestNo = requireNonNullElse(requestNo, "");
            billCode = requireNonNullElse(billCode, "");
        }
    }

    record Pack(String packNo, List<PackBill> bills) {
        Pack {
            packNo = requireNonNullElse(packNo, "");
            bills = requireNonNullElse(bills, List.of());
        }
    }

    /** One bill of a pack; the three methods each use their part. */
    record PackBill(
            String billCode,
            String billNumber,
            String charset,
            byte[] block,
            byte[] unitSignature,
            String propertyInfo,
            byte[] signatureXml,
            String toSignTime) {
        PackBill {
            billCode = requireNonNullElse(billCode, "");
            billNumber = requireNonNullElse(billNumber, "");
            charset = requireNonNullElse(charset, "");
            block = requireNonNullElse(block, new byte[0]);
            unitSignature = requireNonNullElse(unitSignature, new byte[0]);
            propertyInfo = requireNonNullElse(propertyInfo, "");
            signatureXml = requireNonNullElse(signatureXml, new byte[0]);
            toSignTime = requireNonNullElse(toSignTime, "");
        }
    }

    record UnitForm(String formNo, String kind, Map<String, String> fields) {
        UnitForm {
            formNo = requireNonNullElse(formNo, "");
            kind = requireNonNullElse(kind, "");
            fields = requireNonNullElse(fields, Map.of());
        }
    }

    record Days(String from, String until) {
        Days {
            from = requireNonNullElse(from, "");
            until = requireNonNullElse(until, "");
        }
    }

    @PostMapping("/getConfig")
    Map<String, Object> getConfig(@RequestAttribute(BureauDoor.AGENCY) String agency) {
        var answer = success();
        answer.putAll(configuration.answer(agency));
        return answer;
    }

    @PostMapping("/requestNumbers")
    Map<String, Object> requestNumbers(
            @RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody NumberRequest request) {
        var allotment = numbers.request(agency, request.requestNo(), request.billCode(), request.count());
        var answer = success();
        answer.put("requestNo", allotment.requestNo());
        answer.put("state", allotment.state());
        answer.put("reason", allotment.reason());
        answer.put("segments", allotment.segments());
        return answer;
    }

    record NumberReturn(String documentNo, List<NumberDesk.Range> segments, String reason) {
        NumberReturn {
            documentNo = requireNonNullElse(documentNo, "");
            segments = requireNonNullElse(segments, List.of());
            reason = requireNonNullElse(reason, "");
        }
    }

    @PostMapping("/returnNumbers")
    Map<String, Object> returnNumbers(
            @RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody NumberReturn asked) {
        var decided = returns.giveBack(agency, asked.documentNo(), asked.segments());
        var answer = success();
        answer.put("documentNo", decided.documentNo());
        answer.put("state", decided.state());
        answer.put("reason", decided.reason());
        return answer;
    }

    record UsageReport(String reportNo, List<ReportDesk.Line> lines) {
        UsageReport {
            reportNo = requireNonNullElse(reportNo, "");
            lines = requireNonNullElse(lines, List.of());
        }
    }

    record ReviewAsked(String reviewNo, int year, List<String> reports) {
        ReviewAsked {
            reviewNo = requireNonNullElse(reviewNo, "");
            reports = requireNonNullElse(reports, List.of());
        }
    }

    @PostMapping("/reportUsage")
    Map<String, Object> reportUsage(
            @RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody UsageReport asked) {
        var decided = reports.report(agency, asked.reportNo(), asked.lines());
        var answer = success();
        answer.put("reportNo", decided.reportNo());
        answer.put("state", decided.state());
        answer.put("reason", decided.reason());
        return answer;
    }

    @PostMapping("/declareReview")
    Map<String, Object> declareReview(
            @RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody ReviewAsked asked) {
        var verdict = reports.reviewed(agency, asked.reviewNo(), asked.reports());
        var answer = success();
        answer.put("reviewNo", verdict.reviewNo());
        answer.put("state", verdict.state());
        answer.put("result", verdict.result());
        answer.put("opinion", verdict.opinion());
        answer.put("nextDate", verdict.nextDate());
        return answer;
    }

    @PostMapping("/uploadBills")
    Map<String, Object> uploadBills(
            @RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody Pack pack, HttpServletRequest request) {
        limit(pack);
        List<Upload> uploads = pack.bills().stream()
                .map(bill -> new Upload(
                        bill.billCode(), bill.billNumber(), bill.charset(), bill.block(), bill.unitSignature()))
                .toList();
        List<Result> results = countersigning.countersign(agency, uploads);
        boolean wrong = Faults.wrong(request);
        var rows = new ArrayList<Map<String, Object>>(uploads.size());
        for (int i = 0; i < uploads.size(); i++) {
            rows.add(row(uploads.get(i), results.get(i), wrong));
        }
        if (wrong && rows.size() > 1) {
            swapSignatures(rows);
        }
        return results(pack, rows);
    }

    @PostMapping("/queryBills")
    Map<String, Object> queryBills(
            @RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody Pack pack, HttpServletRequest request) {
        limit(pack);
        boolean wrong = Faults.wrong(request);
        var rows = new ArrayList<Map<String, Object>>(pack.bills().size());
        for (PackBill bill : pack.bills()) {
            rows.add(state(agency, bill, wrong));
        }
        return results(pack, rows);
    }

    @PostMapping("/sealBills")
    Map<String, Object> sealBills(
            @RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody Pack pack, HttpServletRequest request) {
        limit(pack);
        return results(pack, sealing.pack(agency, pack.bills(), Faults.wrong(request)));
    }

    /** 提交单位表单 */
    @PostMapping("/submitForm")
    Map<String, Object> submitForm(@RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody UnitForm form) {
        var answer = success();
        answer.putAll(FormDesk.answer(forms.submit(agency, form.formNo(), form.kind(), form.fields())));
        return answer;
    }

    /** 查询单位表单 NONE when it never arrived. */
    @PostMapping("/queryForm")
    Map<String, Object> queryForm(@RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody UnitForm form) {
        var answer = success();
        answer.put("formNo", form.formNo());
        answer.put("state", "NONE");
        forms.find(form.formNo())
                .filter(found -> found.isOf(agency))
                .ifPresent(found -> answer.putAll(FormDesk.answer(found)));
        return answer;
    }

    @PostMapping("/totals")
    Map<String, Object> totals(@RequestAttribute(BureauDoor.AGENCY) String agency, @RequestBody Days days) {
        LocalDate from = day(days.from());
        LocalDate until = day(days.until());
        if (until.isBefore(from) || until.isAfter(from.plusDays(366))) {
            throw new IllegalArgumentException("until 不得早于 from，且跨度不超过 366 天");
        }
        var rows = new ArrayList<Map<String, Object>>();
        for (Ledger.CodeTotal sum : ledger.totals(agency, from, until)) {
            var row = new LinkedHashMap<String, Object>();
            row.put("billCode", sum.code().digits());
            row.put("blueCount", sum.total().blueCount());
            row.put("blueFen", sum.total().blueFen());
            row.put("redCount", sum.total().redCount());
            row.put("redFen", sum.total().redFen());
            rows.add(row);
        }
        var answer = success();
        answer.put("kinds", rows);
        return answer;
    }

    private Map<String, Object> row(Upload upload, Result result, boolean wrong) {
        var row = new LinkedHashMap<String, Object>();
        row.put("billCode", upload.billCode());
        row.put("billNumber", upload.billNumber());
        switch (result) {
            case Issued issued -> {
                row.put("result", "ISSUED");
                row.put("reasonCode", "");
                row.put("reason", issued.warning());
                row.put(
                        "supervisorySignature",
                        wrong ? countersigning.wrongElement(issued.entry()) : countersigning.element(issued.entry()));
            }
            case Refused refused -> {
                row.put("result", "REFUSED");
                row.put("reasonCode", String.valueOf(refused.why().refusal().code()));
                row.put("reason", refused.why().reason());
            }
        }
        return row;
    }

    private Map<String, Object> state(String agency, PackBill bill, boolean wrong) {
        var row = new LinkedHashMap<String, Object>();
        row.put("billCode", bill.billCode());
        row.put("billNumber", bill.billNumber());
        long key = Entry.key(new BillCode(bill.billCode()), new BillNumber(bill.billNumber()));
        Optional<Entry> entry = ledger.bill(key).filter(any -> ledger.isOf(agency, key));
        if (entry.isPresent()) {
            Optional<Long> red = ledger.reversedBy(key);
            row.put("state", red.isPresent() ? "REVERSED" : "ISSUED");
            row.put("blockSm3", HexFormat.of().formatHex(entry.get().blockSm3()));
            row.put(
                    "supervisorySignature",
                    wrong ? countersigning.wrongElement(entry.get()) : countersigning.element(entry.get()));
            red.ifPresent(by -> row.put("reversedBy", Entry.code(by) + " " + Entry.number(by)));
        } else {
            Optional<String> refusal = ledger.refusal(key).filter(any -> ledger.isOf(agency, key));
            row.put("state", refusal.isPresent() ? "REFUSED" : "NONE");
            refusal.ifPresent(reason -> row.put("reason", reason.substring(reason.indexOf(' ') + 1)));
        }
        return row;
    }

    /** Someone else's result: the bills of a pack get each other's signatures. */
    private static void swapSignatures(List<Map<String, Object>> rows) {
        var signatures = new ArrayList<>(
                rows.stream().map(row -> row.get("supervisorySignature")).toList());
        Collections.rotate(signatures, 1);
        for (int i = 0; i < rows.size(); i++) {
            Object signature = signatures.get(i);
            if (signature != null && rows.get(i).containsKey("supervisorySignature")) {
                rows.get(i).put("supervisorySignature", signature);
            }
        }
    }

    private static void limit(Pack pack) {
        if (pack.bills().isEmpty() || pack.bills().size() > PACK_MAX) {
            throw new IllegalArgumentException("每包应有 1 至 " + PACK_MAX + " 张票据");
        }
        if (pack.packNo().length() > NAME_MAX) {
            throw new IllegalArgumentException("packNo 超过 " + NAME_MAX + " 个字符");
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("日期应为 yyyyMMdd 形式", e);
        }
    }

    private static Map<String, Object> results(Pack pack, List<Map<String, Object>> rows) {
        var answer = success();
        answer.put("packNo", pack.packNo());
        answer.put("results", rows);
        return answer;
    }

    private static Map<String, Object> success() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("code", "200");
        answer.put("message", "成功");
        return answer;
    }
}
