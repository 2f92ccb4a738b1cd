package org.yipiao.delivery;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.yipiao.access.Open;
import org.yipiao.archive.Archive;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.Money;
import org.yipiao.bill.verify.Check;
import org.yipiao.bill.verify.Verifier;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.SheetOnPaper;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.signing.SignedBills;

/** 公众查验 Five-factor check, and verification of a file anybody brings. */
@RestController
class CheckHttp {
    private final BillQueries bills;
    private final Archive archive;
    private final SignedBills signed;
    private final BillLinks links;
    private final DeliveryStore store;
    private final VerifyDesk desk;
    private final PublicLimits limits;
    private final SheetOnPaper sheets;
    private final InstantSource clock;

    CheckHttp(
            BillQueries bills,
            Archive archive,
            SignedBills signed,
            BillLinks links,
            DeliveryStore store,
            VerifyDesk desk,
            PublicLimits limits,
            SheetOnPaper sheets,
            InstantSource clock) {
        this.bills = bills;
        this.archive = archive;
        this.signed = signed;
        this.links = links;
        this.store = store;
        this.desk = desk;
        this.limits = limits;
        this.sheets = sheets;
        this.clock = clock;
    }

    /** 五要素 @param issueDate yyyy-MM-dd or yyyyMMdd @param totalAmount yuan such as 12.05 */
    record Factors(
            @Nullable String billCode,
            @Nullable String billNumber,
            @Nullable String checkCode,
            @Nullable String issueDate,
            @Nullable String totalAmount) {}

    /**
     * 查验结果 Every wrong factor gives the very same answer, so nobody can try factors one by one.
     *
     * @param paper 换开 code and number of the sheet that stands for it, every other sheet is void; null when it is not on paper
     * @param checkCount how often this bill was checked, this time included
     * @param link payer page; null when the bill may not be handed out
     */
    record Answer(
            boolean found,
            String message,
            String state,
            String stateLabel,
            String title,
            String issuerName,
            List<Row> checks,
            @Nullable String paper,
            long checkCount,
            @Nullable String link) {
        static final Answer NOT_FOUND =
                new Answer(false, "未查到与所填信息一致的票据，请核对五项信息后再试", "", "", "", "", List.of(), null, 0, null);
    }

    record Row(String name, String title, String result, String reason) {
        static Row of(Check check) {
            return new Row(check.name(), check.title(), check.result().name(), check.reason());
        }
    }

    /** @param kind OFD, XML or UNKNOWN */
    record Verified(boolean genuine, String kind, List<Row> checks) {}

    record Trust(List<byte[]> roots) {}

    @Open("rate limits; one answer for every wrong factor")
    @PostMapping("/api/payer/check")
    Answer check(@RequestBody Factors factors, HttpServletRequest request) {
        limits.check(request);
        Asked asked = asked(factors);
        limits.bill(asked.code().digits() + asked.number().digits());
        return bills.byKey(asked.code(), asked.number())
                .filter(bill -> matches(bill, asked))
                .map(this::found)
                .orElse(Answer.NOT_FOUND);
    }

    @Open("size, time and rate limits")
    @PostMapping(path = "/api/payer/verify", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    Verified verify(HttpServletRequest request) throws IOException {
        limits.file(request);
        byte[] file = request.getInputStream().readNBytes(VerifyDesk.BYTES_MAX + 1);
        return verified(file);
    }

    @Open("size, time and rate limits")
    @PostMapping(path = "/api/payer/verify", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Verified verify(@RequestParam MultipartFile file, HttpServletRequest request) throws IOException {
        limits.file(request);
        if (file.getSize() > VerifyDesk.BYTES_MAX) {
            throw tooLarge();
        }
        return verified(file.getBytes());
    }

    @Open("public certificates")
    @GetMapping("/api/payer/trust")
    Trust trust(HttpServletRequest request) {
        limits.page(request);
        return new Trust(desk.roots());
    }

    private Verified verified(byte[] file) {
        if (file.length > VerifyDesk.BYTES_MAX) {
            throw tooLarge();
        }
        if (file.length == 0) {
            throw new Refused(400, "FILE_EMPTY", "文件是空的，请选择 OFD 或 XML 票据文件");
        }
        List<Check> checks = desk.verify(file);
        return new Verified(
                Verifier.genuine(checks),
                kind(file),
                checks.stream().map(Row::of).toList());
    }

    private static Refused tooLarge() {
        return new Refused(413, "FILE_TOO_LARGE", "文件超过 " + VerifyDesk.BYTES_MAX / 1024 / 1024 + " MB，不是正常的票据文件");
    }

    private static String kind(byte[] file) {
        if (file.length > 3 && file[0] == 'P' && file[1] == 'K') {
            return "OFD";
        }
        String start = new String(file, 0, Math.min(file.length, 200), StandardCharsets.ISO_8859_1);
        return start.contains("<") ? "XML" : "UNKNOWN";
    }

    private record Asked(BillCode code, BillNumber number, String checkCode, LocalDate date, Money total) {}

    private static boolean matches(IssuedBill bill, Asked asked) {
        boolean open = bill.issuedAt().toLocalDate().equals(asked.date())
                && bill.total().equals(asked.total());
        return MessageDigest.isEqual(
                        bill.checkCode().text().getBytes(StandardCharsets.UTF_8),
                        asked.checkCode().getBytes(StandardCharsets.UTF_8))
                && open;
    }

    private Answer found(IssuedBill issued) {
        Bill bill = bills.bill(issued.id());
        List<Row> checks = original(issued)
                .map(file -> desk.verify(file).stream().map(Row::of).toList())
                .orElse(List.of());
        return new Answer(
                true,
                message(issued),
                issued.state().name(),
                PayerHttp.stateLabel(issued.state()),
                bill.name(),
                bill.issuer().name(),
                checks,
                sheets.of(issued.unit(), issued.id()).orElse(null),
                store.countCheck(issued.unit(), issued.id(), clock.instant()),
                bills.circulates(issued.id()) ? links.link(issued.id()) : null);
    }

    private static String message(IssuedBill issued) {
        if (issued.reverses().isPresent()) {
            return issued.state() == BillState.ISSUED ? "查验一致，这是一张红票（冲红票据）" : "查验一致，红票正在等待财政监制";
        }
        return switch (issued.state()) {
            case ISSUED -> "查验一致，票据真实有效";
            case REVERSED -> "查验一致，但该票据已冲红，不能再用于报销";
            case BURNT -> "该号码已作废";
            case NUMBERED, UNIT_SIGNED, UPLOADED, REJECTED -> "查验一致，票据正在等待财政监制";
        };
    }

    /** The archived file, else the countersigned XML, else nothing to verify yet. */
    private Optional<byte[]> original(IssuedBill issued) {
        return archive.original(issued.unit(), issued.id())
                .or(() -> Optional.ofNullable(
                        signed.documents(issued.unit(), List.of(issued.id())).get(issued.id())));
    }

    private static Asked asked(Factors factors) {
        List<FieldError> faults = new ArrayList<>();
        String code = text(factors.billCode());
        String number = text(factors.billNumber());
        String checkCode = text(factors.checkCode());
        String date = text(factors.issueDate());
        String total = text(factors.totalAmount());
        fault(faults, !code.matches("[0-9]{8}"), "billCode", "票据代码", code, "应为8位数字");
        fault(faults, !number.matches("[0-9]{10}"), "billNumber", "票据号码", number, "应为10位数字");
        fault(faults, !checkCode.matches("[0-9A-Za-z]{6}"), "checkCode", "校验码", "", "应为6位字母或数字");
        Optional<LocalDate> day = day(date);
        fault(faults, day.isEmpty(), "issueDate", "开票日期", date, "应为 2026-01-31 或 20260131 形式");
        Optional<Money> amount = amount(total);
        fault(faults, amount.isEmpty(), "totalAmount", "总金额", total, "应为最多两位小数的金额");
        if (!faults.isEmpty()) {
            throw new Refused(400, "FACTORS_INVALID", "填写的信息格式不对，请按票面填写", faults);
        }
        return new Asked(
                new BillCode(code), new BillNumber(number), checkCode, day.orElseThrow(), amount.orElseThrow());
    }

    private static void fault(
            List<FieldError> faults, boolean wrong, String path, String label, String value, String rule) {
        if (wrong) {
            String shown = value.length() > 60 ? value.substring(0, 60) : value;
            faults.add(new FieldError(path, label, shown, rule, "请按票面填写"));
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(
                    text.length() == 8
                            ? LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                            : LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Money> amount(String text) {
        if (!text.matches("-?[0-9]{1,12}(\\.[0-9]{1,2})?")) {
            return Optional.empty();
        }
        return Optional.of(Money.ofYuan(new BigDecimal(text)));
    }
}
