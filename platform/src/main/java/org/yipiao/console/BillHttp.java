package org.yipiao.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.archive.Archive;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.Reversal;
import org.yipiao.prepayment.Prepayments;
import org.yipiao.rendering.Faces;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.signing.SignedBills;

/** 单张票据 One bill: its page, face, files and reversal. */
@RestController
@RequestMapping("/api/console/bills/{id}")
class BillHttp {
    static final int REASON_MIN = 2;
    static final int REASON_MAX = 200;

    private static final String CALLER = "console";
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");
    private static final Map<String, String> FILE_TYPES =
            Map.of("xml", "application/xml", "ofd", "application/ofd", "pdf", "application/pdf");

    private final BillQueries bills;
    private final BillPage page;
    private final Issuing issuing;
    private final Prepayments prepayments;
    private final Faces faces;
    private final Archive archive;
    private final SignedBills signed;
    private final UnitTime time;
    private final Audit audit;

    BillHttp(
            BillQueries bills,
            BillPage page,
            Issuing issuing,
            Prepayments prepayments,
            Faces faces,
            Archive archive,
            SignedBills signed,
            UnitTime time,
            Audit audit) {
        this.bills = bills;
        this.page = page;
        this.issuing = issuing;
        this.prepayments = prepayments;
        this.faces = faces;
        this.archive = archive;
        this.signed = signed;
        this.time = time;
        this.audit = audit;
    }

    /** @param reason 冲红原因, 2 to 200 characters */
    record ReversalReason(@Nullable String reason) {}

    @GetMapping
    @Permit(Permission.BILL_READ)
    ResponseEntity<BillDetail> detail(CurrentUser user, @PathVariable String id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(page.of(bill(user, id)));
    }

    /** @param no from 1 */
    @GetMapping(path = "/face/{no}.svg", produces = "image/svg+xml")
    @Permit(Permission.BILL_READ)
    ResponseEntity<String> face(CurrentUser user, @PathVariable String id, @PathVariable int no) {
        var face = faces.face(user.unit(), bill(user, id).id());
        if (no < 1 || no > face.pages()) {
            throw new Refused(404, "PAGE_NOT_FOUND", "这张票据共 " + face.pages() + " 页，没有第 " + no + " 页");
        }
        return ResponseEntity.ok()
                .contentType(SVG)
                .cacheControl(CacheControl.noStore())
                .body(face.svg(no));
    }

    @GetMapping("/files/{kind}")
    @Permit(Permission.BILL_READ)
    ResponseEntity<byte[]> file(CurrentUser user, @PathVariable String id, @PathVariable String kind) {
        IssuedBill bill = bill(user, id);
        String type = FILE_TYPES.get(kind);
        if (type == null) {
            throw new Refused(404, "FILE_KIND_UNKNOWN", "没有这种文件，可下载 xml、ofd、pdf");
        }
        String name = bill.code() + "-" + bill.number() + "." + kind;
        byte[] content = content(bill, kind);
        audit.note(user, "下载" + kind.toUpperCase(java.util.Locale.ROOT), bill.code() + " " + bill.number(), "成功");
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment().filename(name).build().toString())
                .cacheControl(CacheControl.noStore())
                .body(content);
    }

    private byte[] content(IssuedBill bill, String kind) {
        if (kind.equals("ofd")) {
            return archive.original(bill.unit(), bill.id())
                    .orElseThrow(() -> notReady("版式文件（OFD）尚未归档，请稍后再试；长时间没有生成请到“在途”查看原因"));
        }
        if (bill.state() != BillState.ISSUED && bill.state() != BillState.REVERSED) {
            throw notReady("票据尚未完成财政监制，暂不能下载，请稍后再试；长时间未完成请到“在途”查看原因");
        }
        return kind.equals("pdf") ? faces.pdf(bill.unit(), bill.id()) : signed.document(bill.unit(), bill.id());
    }

    private static Refused notReady(String detail) {
        return new Refused(404, "FILE_NOT_READY", detail);
    }

    @PostMapping("/reversal")
    @Permit(Permission.BILL_REVERSE)
    BillDetail.Other reverse(CurrentUser user, @PathVariable String id, @RequestBody ReversalReason asked) {
        IssuedBill blue = bill(user, id);
        String reason = reason(asked);
        var result = issuing.reverse(new Reversal(
                user.unit(),
                blue.code(),
                blue.number(),
                reason,
                user.displayName(),
                "",
                time.now(user.unit()),
                CALLER));
        String object = blue.code() + " " + blue.number();
        return switch (result) {
            case IssueResult.Accepted accepted -> {
                var red = accepted.bill();
                prepayments.cancel(user.unit(), blue.id());
                audit.note(user, "冲红", object, "成功，红票 " + red.code() + " " + red.number());
                yield new BillDetail.Other(
                        red.id().toString(), red.code().digits(), red.number().digits());
            }
            case IssueResult.Refused refused -> {
                audit.note(user, "冲红", object, "拒绝：" + refused.why().label());
                throw refusal(refused);
            }
        };
    }

    private static Refused refusal(IssueResult.Refused refused) {
        String detail = refused.detail().isBlank() ? refused.why().label() : refused.detail();
        return new Refused(409, refused.why().name(), detail, refused.errors());
    }

    private static String reason(ReversalReason asked) {
        String reason = asked.reason() == null ? "" : asked.reason().strip();
        int length = reason.codePointCount(0, reason.length());
        if (length < REASON_MIN || length > REASON_MAX || reason.chars().anyMatch(Character::isISOControl)) {
            BillFilter.refuse(List.of(new FieldError(
                    "reason",
                    "冲红原因",
                    reason.length() <= 60 ? reason : reason.substring(0, 60),
                    "必填，" + REASON_MIN + " 到 " + REASON_MAX + " 个字符，不含换行等控制字符",
                    "请写明为什么冲红，例如：重复收费")));
        }
        return reason;
    }

    private IssuedBill bill(CurrentUser user, String id) {
        return bills.byId(user.scope(), BillRows.id(id)).orElseThrow(BillRows::notFound);
    }
}
