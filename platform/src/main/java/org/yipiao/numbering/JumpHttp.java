package org.yipiao.numbering;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 跳号说明 For auditors: why used numbers of a code are not consecutive. Points use their own segments side by side; every
 * number between the lowest and the highest used one is either used or explained by where it is.
 */
@RestController
@RequestMapping("/api/console/stock/jumps")
class JumpHttp {
    private final JumpStore store;
    private final CodeStore codes;
    private final PlaceNames names;
    private final Audit audit;

    JumpHttp(JumpStore store, CodeStore codes, PlaceNames names, Audit audit) {
        this.store = store;
        this.codes = codes;
        this.names = names;
        this.audit = audit;
    }

    /** @param used numbers @param jumped numbers, all of them explained by the rows @param jumps how many rows are jumps */
    record Jumps(
            String code,
            String name,
            String first,
            String last,
            long used,
            long jumped,
            long jumps,
            Page<JumpRow> page) {}

    /**
     * @param used false: the numbers are jumped
     * @param from when the first number was used, or since when the numbers are where they are
     * @param until when the last number was used
     */
    record JumpRow(
            String first,
            String last,
            long count,
            boolean used,
            String place,
            String why,
            @Nullable LocalDateTime from,
            @Nullable LocalDateTime until,
            String by,
            String document) {}

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    Jumps jumps(
            CurrentUser user,
            @RequestParam String code,
            @RequestParam(defaultValue = "false") boolean onlyJumps,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var known = known(user, code);
        var sum = store.sum(user.unit(), known.code());
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        var rows = store.pieces(user.unit(), known.code(), onlyJumps, no, size).stream()
                .map(piece -> row(user.unit(), known, piece))
                .toList();
        boolean none = sum.pieces() == 0;
        return new Jumps(
                known.code(),
                known.name(),
                none ? "" : known.digits(sum.first()),
                none ? "" : known.digits(sum.last()),
                sum.used(),
                sum.jumped(),
                sum.jumps(),
                new Page<>(rows, onlyJumps ? sum.jumps() : sum.pieces(), no, size));
    }

    @GetMapping("/export")
    @Permit(Permission.NUMBERS_READ)
    void export(
            CurrentUser user,
            @RequestParam String code,
            @RequestParam(defaultValue = "false") boolean onlyJumps,
            HttpServletResponse response)
            throws IOException {
        var known = known(user, code);
        audit.note(user, "导出跳号说明", known.code(), "成功");
        response.setContentType(Sheets.XLSX);
        response.setHeader("Content-Disposition", "attachment; filename=\"number-jumps-" + known.code() + ".xlsx\"");
        Sheets.write(
                response.getOutputStream(),
                "跳号说明",
                List.of("票据代码", "票据名称", "起始号码", "终止号码", "数量", "情况", "所在", "说明", "开始时间", "结束时间", "经办人", "单据"),
                Page.SIZE_MAX,
                no -> store.pieces(user.unit(), known.code(), onlyJumps, no, Page.SIZE_MAX).stream()
                        .map(piece -> row(user.unit(), known, piece))
                        .map(row -> List.<Object>of(
                                known.code(),
                                known.name(),
                                row.first(),
                                row.last(),
                                row.count(),
                                row.used() ? "已使用" : "跳号",
                                row.place(),
                                row.why(),
                                time(row.from()),
                                time(row.until()),
                                row.by(),
                                row.document()))
                        .toList());
    }

    private static Object time(@Nullable LocalDateTime at) {
        return at == null ? "" : at;
    }

    private LedgerCode known(CurrentUser user, String code) {
        user.scope().requireWhole();
        return codes.find(user.unit(), code.strip())
                .orElseThrow(() -> new Refused(404, "BILL_CODE_UNKNOWN", "没有这个票据代码，请从列表中选择"));
    }

    private JumpRow row(UnitId unit, LedgerCode code, JumpStore.Piece piece) {
        String place = piece.account() == Account.BUREAU
                ? "财政"
                : names.name(unit, new Holding(piece.account(), piece.point(), piece.cashier()).place());
        return new JumpRow(
                code.digits(piece.first()),
                code.digits(piece.last()),
                piece.last() - piece.first() + 1,
                piece.used(),
                place,
                why(piece, place),
                local(unit, piece.from()),
                local(unit, piece.until()),
                piece.by(),
                piece.document());
    }

    private @Nullable LocalDateTime local(UnitId unit, @Nullable Instant at) {
        return at == null ? null : names.local(unit, at);
    }

    private static String why(JumpStore.Piece piece, String place) {
        String because = piece.reason().isEmpty() ? "" : "：" + piece.reason();
        return switch (piece.account()) {
            case ISSUED -> place + "按本点号段顺序使用";
            case UNIT -> "在单位库存，尚未下发";
            case POINT -> "属" + place + "的号段，尚未使用";
            case CASHIER -> "属开票员" + place + "的号段，尚未使用";
            case RESERVED -> "正在打印或办理，尚未确认";
            case OFFLINE -> "离线票号段，由窗口代理 " + (piece.cashier() == null ? "" : piece.cashier()) + " 保管";
            case BURNT -> "号码作废，不再使用" + because;
            case VOIDED -> "票据作废，不再使用" + because;
            case OUTGOING -> "正在向财政申退" + because;
            case RETURNED -> "已退回财政" + because;
            case DESTROYED -> "已销毁" + because;
            case BUREAU -> "财政未赋码给本单位";
        };
    }
}
