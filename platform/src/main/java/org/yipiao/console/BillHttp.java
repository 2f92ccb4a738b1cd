package org.yipiao.console;

import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.archive.Archive;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.rendering.Faces;
import org.yipiao.shared.Refused;
import org.yipiao.signing.SignedBills;

/** 单张票据 One bill: its page, face and files. */
@RestController
@RequestMapping("/api/console/bills/{id}")
class BillHttp {
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");
    private static final Map<String, String> FILE_TYPES =
            Map.of("xml", "application/xml", "ofd", "application/ofd", "pdf", "application/pdf");

    private final BillQueries bills;
    private final BillPage page;
    private final Faces faces;
    private final Archive archive;
    private final SignedBills signed;
    private final Audit audit;

    BillHttp(BillQueries bills, BillPage page, Faces faces, Archive archive, SignedBills signed, Audit audit) {
        this.bills = bills;
        this.page = page;
        this.faces = faces;
        this.archive = archive;
        this.signed = signed;
        this.audit = audit;
    }

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

    private IssuedBill bill(CurrentUser user, String id) {
        return bills.byId(user.scope(), BillRows.id(id)).orElseThrow(BillRows::notFound);
    }
}
