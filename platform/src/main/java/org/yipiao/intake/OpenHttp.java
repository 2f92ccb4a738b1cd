package org.yipiao.intake;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Open;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.delivery.BillLinks;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssueRefusal;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.Reversal;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import tools.jackson.databind.json.JsonMapper;

/**
 * 开放接口 v1 For new integrations: issue, reverse, query, files, totals. The settlement's fields are those of the market
 * protocol, so that one field list serves both doors.
 */
@RestController
@RequestMapping("/api/open/v1")
class OpenHttp {
    private static final String SIGNED = "HMAC-SM3 request signature";
    private static final String KEY = "[0-9A-Za-z._:-]{8,64}";
    private static final int DAYS_MAX = 366;

    private final OpenDoor door;
    private final OpenStore store;
    private final Settlements settlements;
    private final Issuing issuing;
    private final BillQueries bills;
    private final BillAnswers answers;
    private final BillLinks links;
    private final Units units;
    private final JsonMapper json;
    private final InstantSource clock;

    OpenHttp(
            OpenDoor door,
            OpenStore store,
            Settlements settlements,
            Issuing issuing,
            BillQueries bills,
            BillAnswers answers,
            BillLinks links,
            Units units,
            JsonMapper json,
            InstantSource clock) {
        this.door = door;
        this.store = store;
        this.settlements = settlements;
        this.issuing = issuing;
        this.bills = bills;
        this.answers = answers;
        this.links = links;
        this.units = units;
        this.json = json;
        this.clock = clock;
    }

    /** 业务 What is settled; says which kind of bill comes of it. */
    enum Business {
        OUTPATIENT(IssueMethod.OUTPATIENT),
        INPATIENT(IssueMethod.INPATIENT),
        REGISTRATION(IssueMethod.REGISTRATION),
        CHECK_UP(IssueMethod.CHECK_UP);

        private final IssueMethod method;

        Business(IssueMethod method) {
            this.method = method;
        }
    }

    /** @param reversedBy code and number of the red bill, or null @param reverses of the blue bill, or null */
    record Bill(
            @Schema(description = "票据代码，8 位") String code,
            @Schema(description = "票据号码，10 位") String number,
            @Schema(description = "校验码，6 位，查验用") String checkCode,

            @Schema(description = "票据种类：OUTPATIENT 医疗门诊、INPATIENT 医疗住院")
            BillKind kind,

            @Schema(description = "业务流水号") String busNo,
            @Schema(description = "开票点编码（平台的）") String point,
            @Schema(description = "总金额，元，两位小数；红票为负") String total,
            @Schema(description = "总金额，分；红票为负") long totalFen,
            @Schema(description = "开具时间，医院当地时间") LocalDateTime issuedAt,

            @Schema(description = "状态：NUMBERED 已赋码、UNIT_SIGNED 已签名、ISSUED 已开具、REVERSED 已冲红、REJECTED 财政退回")
            BillState state,

            @Schema(description = "取票页面地址，可做成二维码") String page,
            @Schema(description = "文件地址") Files files,
            @Schema(description = "冲红它的红票，没有时为空") @Nullable BillKey reversedBy,
            @Schema(description = "它冲红的蓝票，没有时为空") @Nullable BillKey reverses) {}

    record BillKey(
            @Schema(description = "票据代码") String code,
            @Schema(description = "票据号码") String number) {}

    /** 文件地址 Answer 409 until the bill has gone that far. */
    record Files(
            @Schema(description = "OFD 版式文件地址") String ofd,
            @Schema(description = "PDF 文件地址") String pdf,
            @Schema(description = "XML 数据文件地址") String xml) {}

    /** @param blueFen, redFen in fen, red ones negative */
    record Totals(
            @Schema(description = "起始日期") LocalDate from,
            @Schema(description = "截止日期（含）") LocalDate until,
            @Schema(description = "蓝票张数") long blueCount,
            @Schema(description = "蓝票金额，分") long blueFen,
            @Schema(description = "红票张数") long redCount,
            @Schema(description = "红票金额，分，为负") long redFen) {}

    record Asked(
            @Schema(description = "冲红原因，2 到 200 个字", requiredMode = RequiredMode.REQUIRED)
            String reason,

            @Schema(description = "经办人，最多 60 个字") String operator) {}

    @PostMapping("/bills/{business}")
    @Open(SIGNED)
    @Operation(
            summary = "开具票据",
            description = "一笔结算开一张票据。同一业务流水号、同样内容重发，得到第一次的票据；须带请求头 Idempotency-Key。",
            extensions =
                    @Extension(
                            name = "yipiao",
                            properties =
                                    @ExtensionProperty(
                                            name = "codes",
                                            value =
                                                    "SIGNATURE_WRONG,FIELD_INVALID,IDEMPOTENCY_KEY_MISSING,IDEMPOTENCY_KEY_REUSED,CHARGE_ALREADY_BILLED,STOCK_EXHAUSTED,POINT_STOPPED,DATABASE_BUSY")))
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = OpenSettlement.class)))
    ResponseEntity<Bill> issue(
            @Parameter(description = "业务：OUTPATIENT 门诊、INPATIENT 住院、REGISTRATION 挂号、CHECK_UP 体检") @PathVariable
                    Business business,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest request) {
        return once(request, body, caller -> {
            try {
                var fields = Json.object(new String(present(body), StandardCharsets.UTF_8), "请求体");
                var result = issuing.issue(settlements.charge(business.method, fields, caller));
                return bill(accepted(result));
            } catch (Refusal refusal) {
                throw new Refused(422, "FIELD_INVALID", refusal.text());
            }
        });
    }

    @PostMapping("/bills/{code}/{number}/reversal")
    @Open(SIGNED)
    @Operation(
            summary = "冲红",
            description = "给一张蓝票开红票，应答是红票；须带请求头 Idempotency-Key。",
            extensions =
                    @Extension(
                            name = "yipiao",
                            properties =
                                    @ExtensionProperty(
                                            name = "codes",
                                            value =
                                                    "SIGNATURE_WRONG,FIELD_INVALID,IDEMPOTENCY_KEY_MISSING,IDEMPOTENCY_KEY_REUSED,BILL_NOT_FOUND,ALREADY_REVERSED,ALREADY_ON_PAPER,BOOKED,STOCK_EXHAUSTED")))
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = Asked.class)))
    ResponseEntity<Bill> reverse(
            @Parameter(description = "蓝票的票据代码，8 位") @PathVariable String code,
            @Parameter(description = "蓝票的票据号码，10 位") @PathVariable String number,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest request) {
        return once(request, body, caller -> {
            var blue = found(caller, code, number);
            var asked = OpenReversal.read(present(body));
            String reason = asked.reason();
            String operator = asked.operator();
            var now = LocalDateTime.ofInstant(
                    clock.instant(), units.current(caller.unit()).zone());
            return bill(accepted(issuing.reverse(new Reversal(
                    caller.unit(), blue.code(), blue.number(), reason, operator, "", now, caller.appid()))));
        });
    }

    @GetMapping("/bills/{code}/{number}")
    @Open(SIGNED)
    @Operation(
            summary = "查询一张票据",
            description = "按票据代码和号码查询本账号开具的一张票据。",
            extensions =
                    @Extension(
                            name = "yipiao",
                            properties = @ExtensionProperty(name = "codes", value = "SIGNATURE_WRONG,BILL_NOT_FOUND")))
    Bill one(
            @Parameter(description = "票据代码，8 位") @PathVariable String code,
            @Parameter(description = "票据号码，10 位") @PathVariable String number,
            HttpServletRequest request) {
        var caller = door.caller(request, new byte[0]);
        return bill(found(caller, code, number));
    }

    @GetMapping("/bills")
    @Open(SIGNED)
    @Operation(
            summary = "按业务流水号查询",
            description = "蓝票在前，红票在后；没有时应答空的列表。",
            extensions =
                    @Extension(
                            name = "yipiao",
                            properties = @ExtensionProperty(name = "codes", value = "SIGNATURE_WRONG,FIELD_INVALID")))
    List<Bill> byBusNo(@Parameter(description = "业务流水号") @RequestParam String busNo, HttpServletRequest request) {
        var caller = door.caller(request, new byte[0]);
        return bills.byBusNo(caller.unit(), caller.appid(), busNo).stream()
                .map(this::bill)
                .toList();
    }

    @GetMapping("/totals")
    @Open(SIGNED)
    @Operation(
            summary = "汇总",
            description = "本账号在两个日期之间（含）开具的蓝票、红票张数和金额，最多 366 天。",
            extensions =
                    @Extension(
                            name = "yipiao",
                            properties = @ExtensionProperty(name = "codes", value = "SIGNATURE_WRONG,FIELD_INVALID")))
    Totals totals(
            @Parameter(description = "起始日期，如 2026-01-01") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
                    LocalDate from,
            @Parameter(description = "截止日期（含）") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
                    LocalDate until,
            HttpServletRequest request) {
        var caller = door.caller(request, new byte[0]);
        if (until.isBefore(from) || until.isAfter(from.plusDays(DAYS_MAX))) {
            throw new Refused(
                    422,
                    "FIELD_INVALID",
                    "日期范围不对",
                    List.of(new FieldError("until", "截止日期", until.toString(), "不早于起始日期，跨度不超过 366 天", "请改正日期")));
        }
        var sum = bills.totals(
                caller.unit(),
                new BillQueries.Filter(
                        from.atStartOfDay(),
                        until.plusDays(1).atStartOfDay(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        caller.appid(),
                        null,
                        null));
        return new Totals(from, until, sum.blueCount(), sum.blueFen(), sum.redCount(), sum.redFen());
    }

    private interface Work {
        Bill of(Caller caller);
    }

    /** The same key with the same content answers what it answered the first time. */
    private ResponseEntity<Bill> once(HttpServletRequest request, byte @Nullable [] body, Work work) {
        var caller = door.caller(request, present(body));
        String key = Optional.ofNullable(request.getHeader("Idempotency-Key")).orElse("");
        if (!key.matches(KEY)) {
            throw new Refused(
                    400, "IDEMPOTENCY_KEY_MISSING", "请求头 Idempotency-Key 应为 8 到 64 位字母、数字或 . _ : -；同一笔业务重试时用同一个键");
        }
        String sm3 = Sm2.sm3Hex(
                (request.getRequestURI() + "\n" + Sm2.sm3Hex(present(body))).getBytes(StandardCharsets.UTF_8));
        var earlier = store.find(caller, key);
        if (earlier.isPresent()) {
            if (!earlier.get().requestSm3().equals(sm3)) {
                throw new Refused(409, "IDEMPOTENCY_KEY_REUSED", "Idempotency-Key 已用于内容不同的请求；新业务请用新的键");
            }
            return ResponseEntity.ok()
                    .header("Idempotent-Replayed", "true")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(json.readValue(earlier.get().answer(), Bill.class));
        }
        var answer = work.of(caller);
        store.keep(caller, key, new OpenStore.Done(sm3, json.writeValueAsString(answer)), clock.instant());
        return ResponseEntity.ok(answer);
    }

    private static byte[] present(byte @Nullable [] body) {
        return body == null ? new byte[0] : body;
    }

    private static IssuedBill accepted(IssueResult result) {
        return switch (result) {
            case IssueResult.Accepted(var bill, var first) -> bill;
            case IssueResult.Refused(var why, var detail, var errors) ->
                throw new Refused(status(why), why.name(), detail, errors);
        };
    }

    private static int status(IssueRefusal why) {
        return switch (why) {
            case CHARGE_INVALID -> 422;
            case BILL_NOT_FOUND -> 404;
            case BUSY -> 429;
            default -> 409;
        };
    }

    private IssuedBill found(Caller caller, String code, String number) {
        try {
            return answers.bill(caller.unit(), code, number);
        } catch (Refusal refusal) {
            throw new Refused(404, "BILL_NOT_FOUND", refusal.text());
        }
    }

    private Bill bill(IssuedBill bill) {
        String page = links.link(bill.id());
        String files = page.replaceFirst("/p/([^/]+)$", "/api/payer/bills/$1/files/");
        return new Bill(
                bill.code().digits(),
                bill.number().digits(),
                bill.checkCode().text(),
                bill.kind(),
                bill.busNo(),
                bill.point(),
                bill.total().plain(),
                bill.total().fen(),
                bill.issuedAt(),
                bill.state(),
                page,
                new Files(files + "ofd", files + "pdf", files + "xml"),
                key(bill, bill.reversedBy()),
                key(bill, bill.reverses()));
    }

    private @Nullable BillKey key(IssuedBill bill, Optional<org.yipiao.shared.BillId> other) {
        return other.flatMap(id -> bills.byId(bill.unit(), id))
                .map(found -> new BillKey(found.code().digits(), found.number().digits()))
                .orElse(null);
    }
}
