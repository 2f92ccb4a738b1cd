package org.yipiao.delivery;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Open;
import org.yipiao.archive.Archive;
import org.yipiao.bill.Bill;
import org.yipiao.bill.face.Face;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.SheetOnPaper;
import org.yipiao.masterdata.Units;
import org.yipiao.rendering.Faces;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Refused;
import org.yipiao.signing.SignedBills;
import org.yipiao.transit.InTransit;

/** 取票页接口 The bill behind a link: whoever holds the link holds the bill. A wrong token and a gone bill answer alike. */
@RestController
class PayerHttp {
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");

    private final BillLinks links;
    private final BillQueries bills;
    private final Faces faces;
    private final Archive archive;
    private final SignedBills signed;
    private final InTransit transit;
    private final Units units;
    private final PublicLimits limits;
    private final DeliveryStore store;
    private final SheetOnPaper sheets;

    PayerHttp(
            BillLinks links,
            BillQueries bills,
            Faces faces,
            Archive archive,
            SignedBills signed,
            InTransit transit,
            Units units,
            PublicLimits limits,
            DeliveryStore store,
            SheetOnPaper sheets) {
        this.links = links;
        this.bills = bills;
        this.faces = faces;
        this.archive = archive;
        this.signed = signed;
        this.transit = transit;
        this.units = units;
        this.limits = limits;
        this.store = store;
        this.sheets = sheets;
    }

    @Open("link token")
    @GetMapping("/api/payer/bills/{token}")
    ResponseEntity<PayerView> bill(@PathVariable String token, HttpServletRequest request) {
        return unlisted(ResponseEntity.ok(), CacheControl.noStore()).body(view(opened(token, request)));
    }

    @Open("link token")
    @GetMapping("/api/payer/bills/{token}/face/{page}.svg")
    ResponseEntity<byte[]> svg(@PathVariable String token, @PathVariable int page, HttpServletRequest request) {
        IssuedBill issued = opened(token, request);
        Face face = faces.face(issued.unit(), issued.id());
        String svg = face.svg(page(page, face));
        return unlisted(ResponseEntity.ok(), CacheControl.noStore())
                .contentType(SVG)
                .body(svg.getBytes(StandardCharsets.UTF_8));
    }

    @Open("link token")
    @GetMapping("/api/payer/bills/{token}/face/{page}.png")
    ResponseEntity<byte[]> png(@PathVariable String token, @PathVariable int page, HttpServletRequest request) {
        IssuedBill issued = opened(token, request);
        int known = page(page, faces.face(issued.unit(), issued.id()));
        return unlisted(ResponseEntity.ok(), CacheControl.noStore())
                .contentType(MediaType.IMAGE_PNG)
                .body(faces.png(issued.unit(), issued.id(), known));
    }

    @Open("link token")
    @GetMapping("/api/payer/bills/{token}/files/{format}")
    ResponseEntity<byte[]> file(@PathVariable String token, @PathVariable String format, HttpServletRequest request) {
        IssuedBill issued = opened(token, request);
        byte[] file = switch (format) {
            case "ofd" ->
                archive.original(issued.unit(), issued.id())
                        .orElseThrow(() -> new Refused(409, "NOT_YET_RENDERED", "票据文件正在生成，请稍后再下载"));
            case "pdf" -> faces.pdf(issued.unit(), issued.id());
            case "xml" -> document(issued);
            default -> throw new Refused(404, "FORMAT_UNKNOWN", "只提供 OFD、PDF 和 XML 三种文件");
        };
        String name = issued.code() + "_" + issued.number() + "." + format;
        return unlisted(ResponseEntity.ok(), CacheControl.noStore())
                .contentType(
                        switch (format) {
                            case "ofd" -> MediaType.parseMediaType("application/ofd");
                            case "pdf" -> MediaType.APPLICATION_PDF;
                            default -> MediaType.APPLICATION_XML;
                        })
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .body(file);
    }

    private byte[] document(IssuedBill issued) {
        byte[] document = signed.documents(issued.unit(), List.of(issued.id())).get(issued.id());
        if (document == null) {
            throw new Refused(409, "NOT_YET_COUNTERSIGNED", "票据尚未完成财政监制，请稍后再下载");
        }
        return document;
    }

    private IssuedBill opened(String token, HttpServletRequest request) {
        limits.page(request);
        IssuedBill issued = links.open(token)
                .flatMap(bills::byId)
                .orElseThrow(() -> new Refused(404, "LINK_UNKNOWN", "取票链接无效，请核对链接是否完整"));
        if (!bills.circulates(issued.id())) {
            throw new Refused(403, "NOT_CIRCULATING", "该票据暂不可取，请联系开票医院收费处");
        }
        return issued;
    }

    private static int page(int page, Face face) {
        if (page < 1 || page > face.pages()) {
            throw new Refused(404, "PAGE_UNKNOWN", "该票据共 " + face.pages() + " 页");
        }
        return page;
    }

    private PayerView view(IssuedBill issued) {
        Bill bill = bills.bill(issued.id());
        return new PayerView(
                bill.name(),
                bill.code().digits(),
                bill.number().digits(),
                bill.checkCode().text(),
                issued.issuedAt(),
                bill.content().payer().name(),
                issued.total().fen(),
                issued.state().name(),
                stateLabel(issued.state()),
                bill.isRed(),
                bill.issuer().name(),
                faces.face(issued.unit(), issued.id()).pages(),
                PayerView.items(bill),
                PayerView.auxItems(bill),
                PayerView.medical(bill),
                bill.content().handlingPerson(),
                bill.content().checker(),
                bill.content().remark(),
                other(issued.reverses()),
                other(issued.reversedBy()),
                sheets.of(issued.unit(), issued.id()).orElse(null),
                archive.archived(issued.unit(), List.of(issued.id())).contains(issued.id()),
                PayerView.progress(
                        issued,
                        transit.steps(issued.unit(), issued.id()),
                        units.current(issued.unit()).zone()),
                store.familyMax(issued.unit()));
    }

    private PayerView.@org.jspecify.annotations.Nullable Other other(Optional<BillId> id) {
        return id.flatMap(bills::byId)
                .map(bill ->
                        new PayerView.Other(bill.code().digits(), bill.number().digits()))
                .orElse(null);
    }

    /** A payer does not care who holds the bill up between the hospital and the bureau. */
    static String stateLabel(BillState state) {
        return switch (state) {
            case NUMBERED, UNIT_SIGNED, UPLOADED, REJECTED -> "待财政监制";
            case ISSUED, REVERSED, BURNT -> state.label();
        };
    }

    private static ResponseEntity.BodyBuilder unlisted(ResponseEntity.BodyBuilder answer, CacheControl cache) {
        return answer.cacheControl(cache).header("X-Robots-Tag", "noindex, nofollow");
    }
}
