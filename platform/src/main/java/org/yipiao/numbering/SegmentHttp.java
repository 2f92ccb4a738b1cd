package org.yipiao.numbering;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import tools.jackson.databind.json.JsonMapper;

/** 号段证书 See and take away the certificates of what points and cashiers got. */
@RestController
@RequestMapping("/api/console/stock/segments")
class SegmentHttp {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SegmentStore store;
    private final Segments segments;
    private final PlaceNames names;
    private final Audit audit;

    SegmentHttp(SegmentStore store, Segments segments, PlaceNames names, Audit audit) {
        this.store = store;
        this.segments = segments;
        this.names = names;
        this.audit = audit;
    }

    /**
     * @param id the movement that brought the numbers there
     * @param until 有效期至; null: no term
     * @param signer the certificate's serial number
     * @param fault why it does not hold, checked now; empty when it does
     */
    record SegmentCertificateRow(
            long id,
            String code,
            String first,
            String last,
            long count,
            String place,
            String document,
            LocalDateTime at,
            @Nullable LocalDate until,
            String signer,
            String fault) {}

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    Page<SegmentCertificateRow> list(
            CurrentUser user,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String point,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        @Nullable
        List<String> points = user.scope().byPoint() ? List.copyOf(user.scope().points()) : null;
        return new Page<>(
                        store.list(user.unit(), points, code, point, no, size),
                        store.count(user.unit(), points, code, point),
                        no,
                        size)
                .map(certificate -> row(user, certificate));
    }

    /** The certificate as a file: content, digest, certificate, signature. */
    @GetMapping("/{id}/file")
    @Permit(Permission.NUMBERS_READ)
    void file(CurrentUser user, @PathVariable long id, HttpServletResponse response) throws IOException {
        user.scope().requireWhole();
        var found = store.find(user.unit(), id)
                .orElseThrow(() -> new Refused(404, "SEGMENT_NOT_FOUND", "没有这份号段证书，请返回列表重新选择"));
        audit.note(user, "下载号段证书", "号段 " + id, "成功");
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"number-segment-" + id + ".json\"");
        response.getOutputStream().write(JSON.writeValueAsBytes(SegmentHttp.file(found)));
    }

    static Map<String, Object> file(SegmentCertificate one) {
        var line = new java.util.LinkedHashMap<String, Object>();
        line.put("segment", one.arrival().movement());
        line.put("content", one.content());
        line.put("certificate", Base64.getEncoder().encodeToString(one.certificate()));
        line.put("signature", Base64.getEncoder().encodeToString(one.signature()));
        return line;
    }

    private SegmentCertificateRow row(CurrentUser user, SegmentCertificate one) {
        var arrival = one.arrival();
        String serial;
        try {
            serial = Sm2.serialNumber(Sm2.certificate(one.certificate()));
        } catch (IllegalArgumentException unreadable) {
            serial = "";
        }
        return new SegmentCertificateRow(
                arrival.movement(),
                arrival.span().code(),
                PaperCode.digits(10, arrival.span().first()),
                PaperCode.digits(10, arrival.span().last()),
                arrival.span().count(),
                names.name(user.unit(), new Place(arrival.point(), arrival.cashier())),
                arrival.document(),
                names.local(user.unit(), one.at()),
                arrival.until(),
                serial,
                segments.fault(one));
    }
}
