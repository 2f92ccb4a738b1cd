package org.yipiao.console;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.numbering.PaperStock;
import org.yipiao.paper.Prints;
import org.yipiao.paper.Prints.Calibration;
import org.yipiao.shared.FieldError;

/** 打印校准 How far each terminal's printer is off, and the page that shows it. */
@RestController
@RequestMapping("/api/console/paper")
class CalibrationHttp {
    private final Prints prints;
    private final PaperStock stock;
    private final Audit audit;

    CalibrationHttp(Prints prints, PaperStock stock, Audit audit) {
        this.prints = prints;
        this.stock = stock;
        this.audit = audit;
    }

    /** @param right millimetres @param down millimetres */
    record Calibrating(
            @Nullable String terminal,
            @Nullable String paperCode,
            @Nullable BigDecimal right,
            @Nullable BigDecimal down) {}

    @GetMapping("/calibrations")
    @Permit(Permission.PAPER_READ)
    List<Calibration> calibrations(CurrentUser user) {
        return prints.calibrations(user.unit());
    }

    @PutMapping("/calibrations")
    @Permit(Permission.PAPER_CONVERT)
    Calibration calibrate(CurrentUser user, @RequestBody Calibrating asked) {
        var errors = new ArrayList<FieldError>();
        String terminal = PaperHttp.needed("terminal", "终端", asked.terminal(), Calibration.TERMINAL_MAX, errors);
        String code = PaperHttp.needed("paperCode", "纸质票据代码", asked.paperCode(), 20, errors);
        BigDecimal right = shift("right", "向右", asked.right(), errors);
        BigDecimal down = shift("down", "向下", asked.down(), errors);
        BillFilter.refuse(errors);
        prints.calibrate(user.unit(), terminal, code, right, down, user.displayName());
        audit.note(user, "打印校准", terminal + " " + code, "向右 " + right + " 毫米，向下 " + down + " 毫米");
        return prints.calibration(user.unit(), terminal, code);
    }

    private static BigDecimal shift(String path, String label, @Nullable BigDecimal value, List<FieldError> errors) {
        if (value == null || value.abs().compareTo(Calibration.MAX) > 0 || value.scale() > 2) {
            errors.add(new FieldError(
                    path, label, value == null ? "" : value.toString(), "-30 到 30 毫米，最多两位小数", "请按校准页量得的偏差填写"));
            return BigDecimal.ZERO;
        }
        return value;
    }

    @GetMapping("/test-page.pdf")
    @Permit(Permission.PAPER_CONVERT)
    ResponseEntity<byte[]> testPage(CurrentUser user, @RequestParam String terminal, @RequestParam String paperCode) {
        return PaperHttp.pdf(prints.testPage(
                user.unit(),
                PaperHttp.terminal(terminal),
                stock.code(user.unit(), paperCode).code()));
    }
}
