package org.yipiao.numbering;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 库存单据 The stock documents of the console. */
@RestController
@RequestMapping("/api/console/stock/documents")
class DocumentsHttp {
    private static final int TEXT_MAX = 40;

    private final DocumentForm form;
    private final DocumentStore store;
    private final CodeStore codes;
    private final StockDocuments documents;
    private final NumberRequests requests;
    private final PlaceNames names;
    private final Audit audit;

    DocumentsHttp(
            DocumentForm form,
            DocumentStore store,
            CodeStore codes,
            StockDocuments documents,
            NumberRequests requests,
            PlaceNames names,
            Audit audit) {
        this.form = form;
        this.store = store;
        this.codes = codes;
        this.documents = documents;
        this.requests = requests;
        this.names = names;
        this.audit = audit;
    }

    /** @param codeName 票据名称; empty when several @param answer what the bureau or an approver said */
    record DocumentRow(
            String no,
            DocumentType type,
            String typeLabel,
            DocumentState state,
            String stateLabel,
            String code,
            String codeName,
            boolean paper,
            long count,
            String from,
            String to,
            String certificateNo,
            @Nullable Integer year,
            String reason,
            String answer,
            String by,
            LocalDateTime at,
            LocalDateTime stateAt) {}

    /** @param actions what may be done with it now */
    record DocumentDetail(
            DocumentRow document,
            String unitName,
            List<DocumentLine> lines,
            List<DocumentStep> steps,
            List<DocumentAction> actions) {}

    record DocumentLine(String code, String codeName, String first, String last, long count, String from) {}

    record DocumentStep(LocalDateTime at, String act, String state, String by, String note) {}

    /** 操作 */
    enum DocumentAction {
        SUBMIT,
        RECEIVE,
        APPROVE,
        REFUSE,
        CANCEL
    }

    /** @param note 意见, at most 200 characters; needed for REFUSE */
    record Act(@Nullable DocumentAction action, @Nullable String note) {}

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    Page<DocumentRow> list(
            CurrentUser user,
            @RequestParam(required = false) @Nullable DocumentType type,
            @RequestParam(required = false) @Nullable DocumentState state,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var filter = filter(user, type, state, text);
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        return new Page<>(store.list(user.unit(), filter, no, size), store.count(user.unit(), filter), no, size)
                .map(document -> row(user.unit(), document));
    }

    @GetMapping("/export")
    @Permit(Permission.NUMBERS_READ)
    void export(
            CurrentUser user,
            @RequestParam(required = false) @Nullable DocumentType type,
            @RequestParam(required = false) @Nullable DocumentState state,
            @RequestParam(defaultValue = "") String text,
            HttpServletResponse response)
            throws IOException {
        var filter = filter(user, type, state, text);
        audit.note(user, "导出库存单据", "库存单据", "成功");
        response.setContentType(Sheets.XLSX);
        response.setHeader("Content-Disposition", "attachment; filename=\"stock-documents.xlsx\"");
        Sheets.write(
                response.getOutputStream(),
                "库存单据",
                List.of("单据号", "种类", "状态", "票据代码", "票据名称", "数量", "调出", "调入", "事由", "答复", "经办人", "填单时间", "办理时间"),
                Page.SIZE_MAX,
                no -> store.list(user.unit(), filter, no, Page.SIZE_MAX).stream()
                        .map(document -> row(user.unit(), document))
                        .map(row -> List.<Object>of(
                                row.no(),
                                row.typeLabel(),
                                row.stateLabel(),
                                row.code(),
                                row.codeName(),
                                row.count(),
                                row.from(),
                                row.to(),
                                row.reason(),
                                row.answer(),
                                row.by(),
                                row.at(),
                                row.stateAt()))
                        .toList());
    }

    private static DocumentStore.Filter filter(
            CurrentUser user, @Nullable DocumentType type, @Nullable DocumentState state, String text) {
        if (text.length() > TEXT_MAX) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError(
                            "text", "查找内容", text.substring(0, TEXT_MAX), "不超过 " + TEXT_MAX + " 个字符", "请缩短查找内容")));
        }
        return new DocumentStore.Filter(
                type,
                state,
                text.replace("\0", "").strip(),
                user.scope().byPoint() ? List.copyOf(user.scope().points()) : null);
    }

    @GetMapping("/{no}")
    @Permit(Permission.NUMBERS_READ)
    DocumentDetail detail(CurrentUser user, @PathVariable String no) {
        return detail(user, find(user, no));
    }

    @PostMapping
    @Permit(Permission.NUMBERS_MANAGE)
    DocumentDetail create(CurrentUser user, @RequestBody DocumentForm.Filled filled) {
        var document = form.act(user.unit(), filled, Who.of(user));
        audit.note(
                user,
                document.type().label().replace("单", ""),
                document.no(),
                document.state().label());
        return detail(user, document);
    }

    @PostMapping("/{no}/acts")
    @Permit(Permission.NUMBERS_MANAGE)
    DocumentDetail act(CurrentUser user, @PathVariable String no, @RequestBody Act act) {
        var document = find(user, no);
        String note = act.note() == null
                ? ""
                : DocumentDesk.shortened(act.note().replace("\0", "").strip());
        var action = act.action();
        if (action == null || !actions(document).contains(action)) {
            throw new Refused(
                    409,
                    "ACTION_NOT_POSSIBLE",
                    "单据 " + no + "（" + document.state().label() + "）不能这样办理，请刷新后查看。");
        }
        if (action == DocumentAction.REFUSE && note.isEmpty()) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError("note", "意见", "", "必填", "请说明不同意的原因")));
        }
        var by = Who.of(user);
        var done = switch (action) {
            case SUBMIT -> requests.submit(document, by);
            case RECEIVE -> requests.receive(document, by);
            case APPROVE -> documents.approve(document, by);
            case REFUSE -> documents.refuse(document, note, by);
            case CANCEL -> documents.cancel(document, by);
        };
        audit.note(
                user,
                document.type().label().replace("单", "") + word(action),
                no,
                done.state().label());
        return detail(user, done);
    }

    private static String word(DocumentAction action) {
        return switch (action) {
            case SUBMIT -> "提交";
            case RECEIVE -> "入库";
            case APPROVE -> "审批同意";
            case REFUSE -> "审批不同意";
            case CANCEL -> "撤销";
        };
    }

    static List<DocumentAction> actions(StockDocument document) {
        var actions = new ArrayList<DocumentAction>();
        switch (document.state()) {
            case DRAFT -> {
                actions.add(DocumentAction.SUBMIT);
                actions.add(DocumentAction.CANCEL);
            }
            case ALLOTTED -> actions.add(DocumentAction.RECEIVE);
            case SUBMITTED, FIRST_APPROVED -> {
                if (document.type() == DocumentType.DESTRUCTION) {
                    actions.add(DocumentAction.APPROVE);
                    actions.add(DocumentAction.REFUSE);
                    actions.add(DocumentAction.CANCEL);
                }
            }
            default -> {}
        }
        return actions;
    }

    /** What this person is offered: who applied does not judge, and nobody judges twice. */
    private static List<DocumentAction> offered(
            CurrentUser user, StockDocument document, List<StockDocument.Step> taken) {
        String account = Who.of(user).account();
        boolean judges = !document.by().account().equals(account)
                && taken.stream()
                        .noneMatch(step -> step.state() == DocumentState.FIRST_APPROVED
                                && step.by().account().equals(account));
        return actions(document).stream()
                .filter(action -> judges || (action != DocumentAction.APPROVE && action != DocumentAction.REFUSE))
                .toList();
    }

    private StockDocument find(CurrentUser user, String no) {
        return store.find(user.unit(), no)
                .filter(document -> covers(user, document))
                .orElseThrow(() -> new Refused(404, "DOCUMENT_NOT_FOUND", "没有这张单据，或它不属于本单位，请返回列表重新选择"));
    }

    /** As the list: what goes from or to a point of the data scope. */
    private static boolean covers(CurrentUser user, StockDocument document) {
        return !user.scope().byPoint()
                || Stream.of(document.from().point(), document.to().point())
                        .anyMatch(point -> point != null && user.scope().coversPoint(point));
    }

    private DocumentDetail detail(CurrentUser user, StockDocument document) {
        UnitId unit = user.unit();
        var lines = store.lines(unit, document.no()).stream()
                .map(line -> {
                    var code = codes.find(unit, line.span().code());
                    return new DocumentLine(
                            line.span().code(),
                            code.map(LedgerCode::name).orElse(""),
                            code.map(known -> known.digits(line.span().first())).orElse(""),
                            code.map(known -> known.digits(line.span().last())).orElse(""),
                            line.span().count(),
                            names.name(unit, line.from()));
                })
                .toList();
        var taken = store.steps(unit, document.no());
        var steps = taken.stream()
                .map(step -> new DocumentStep(
                        names.local(unit, step.at()),
                        step.act(),
                        step.state().label(),
                        step.by().name(),
                        step.note()))
                .toList();
        return new DocumentDetail(row(unit, document), names.unit(unit), lines, steps, offered(user, document, taken));
    }

    private DocumentRow row(UnitId unit, StockDocument document) {
        var code = codes.find(unit, document.code());
        boolean moves = switch (document.type()) {
            case DISTRIBUTION, RETURN -> true;
            default -> false;
        };
        return new DocumentRow(
                document.no(),
                document.type(),
                document.type().label(),
                document.state(),
                document.state().label(),
                document.code(),
                code.map(LedgerCode::name).orElse(""),
                document.paper(),
                document.count(),
                moves || document.type() == DocumentType.VOIDING ? names.name(unit, document.from()) : "",
                moves ? names.name(unit, document.to()) : "",
                document.certificateNo(),
                document.year(),
                document.reason(),
                document.answer(),
                document.by().name(),
                names.local(unit, document.at()),
                names.local(unit, document.stateAt()));
    }
}
