package org.yipiao.numbering;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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

/** 票号证明 See, make and take away the ledger's certificates. */
@RestController
@RequestMapping("/api/console/stock/proofs")
class ProofHttp {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Proofs proofs;
    private final ProofStore store;
    private final PlaceNames names;
    private final InstantSource clock;
    private final Audit audit;

    ProofHttp(Proofs proofs, ProofStore store, PlaceNames names, InstantSource clock, Audit audit) {
        this.proofs = proofs;
        this.store = store;
        this.names = names;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * @param signer the certificate's serial number
     * @param late 补出: made on a later day than the morning after, because nobody could before
     * @param valid the signature and the chain hold, checked now
     */
    record ProofRow(
            int seq,
            LocalDate day,
            LocalDateTime at,
            long numbers,
            long cut,
            String sm3,
            String previousSm3,
            String signer,
            String by,
            boolean late,
            boolean valid) {}

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    Page<ProofRow> list(
            CurrentUser user,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        return new Page<>(store.list(user.unit(), no, size), store.count(user.unit()), no, size)
                .map(proof -> row(user, proof));
    }

    @PostMapping
    @Permit(Permission.NUMBERS_MANAGE)
    ProofRow make(CurrentUser user) {
        var proof = proofs.make(
                user.unit(), names.local(user.unit(), clock.instant()).toLocalDate(), user.displayName());
        audit.note(user, "出具票号证明", "第 " + proof.seq() + " 号", "成功");
        return row(user, proof);
    }

    /** One certificate as a file: content, digest, certificate, signature. */
    @GetMapping("/{seq}/file")
    @Permit(Permission.NUMBERS_READ)
    void file(CurrentUser user, @PathVariable int seq, HttpServletResponse response) throws IOException {
        user.scope().requireWhole();
        var proof =
                store.find(user.unit(), seq).orElseThrow(() -> new Refused(404, "PROOF_NOT_FOUND", "没有这份证明，请返回列表重新选择"));
        audit.note(user, "下载票号证明", "第 " + proof.seq() + " 号", "成功");
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"number-proof-" + seq + ".json\"");
        response.getOutputStream()
                .write(JSON.writeValueAsBytes(Map.of(
                        "proof", proof.seq(),
                        "content", proof.content(),
                        "sm3", proof.sm3(),
                        "certificate", Base64.getEncoder().encodeToString(proof.certificate()),
                        "signature", Base64.getEncoder().encodeToString(proof.signature()))));
    }

    /** Journal and all certificates for the independent checker, {@code docs/checks/number_ledger.py}. */
    @GetMapping("/dump")
    @Permit(Permission.NUMBERS_READ)
    void dump(CurrentUser user, HttpServletResponse response) throws IOException {
        user.scope().requireWhole();
        audit.note(user, "导出票号核对数据", "流水与证明", "成功");
        response.setContentType("application/x-ndjson;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"number-ledger.ndjson\"");
        proofs.dump(user.unit(), response.getOutputStream());
    }

    private ProofRow row(CurrentUser user, Proof proof) {
        byte[] bytes = proof.content().getBytes(StandardCharsets.UTF_8);
        var certificate = Sm2.certificate(proof.certificate());
        boolean chained = proof.seq() == 1
                ? proof.previousSm3().equals(Proof.NO_PREVIOUS)
                : store.find(user.unit(), proof.seq() - 1)
                        .map(before -> before.sm3().equals(proof.previousSm3()))
                        .orElse(false);
        boolean valid = chained
                && HexFormat.of().formatHex(Sm2.sm3(bytes)).equals(proof.sm3())
                && Sm2.verify(certificate, bytes, proof.signature());
        return new ProofRow(
                proof.seq(),
                proof.day(),
                names.local(user.unit(), proof.at()),
                proof.numbers(),
                proof.cut(),
                proof.sm3(),
                proof.previousSm3(),
                Sm2.serialNumber(certificate),
                proof.by(),
                names.local(user.unit(), proof.at())
                        .toLocalDate()
                        .isAfter(proof.day().plusDays(1)),
                valid);
    }
}
