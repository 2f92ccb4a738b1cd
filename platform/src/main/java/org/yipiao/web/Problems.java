package org.yipiao.web;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.yipiao.access.Problem;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 错误说明 What went wrong, in one sentence for the user; the rest goes to the log under a number the user can quote. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final int VALUE_MAX = 60;

    /** character_not_in_repertoire, untranslatable_character. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    /** What users call the fields that the framework checks. */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("username", "用户名"),
            Map.entry("password", "口令"),
            Map.entry("old", "原口令"),
            Map.entry("changed", "新口令"),
            Map.entry("from", "起始时间"),
            Map.entry("until", "截止时间"),
            Map.entry("kind", "票据种类"),
            Map.entry("state", "票据状态"),
            Map.entry("red", "红票"),
            Map.entry("stage", "环节"),
            Map.entry("stuck", "停下"),
            Map.entry("pageNo", "页码"),
            Map.entry("pageSize", "每页条数"),
            Map.entry("no", "页码"));

    @ExceptionHandler
    @Nullable
    ResponseEntity<Problem> problem(Exception fault, HttpServletRequest request) {
        if (fault instanceof AsyncRequestNotUsableException) {
            // The browser has gone; nobody is there to be told.
            return null;
        }
        Problem problem = explained(fault);
        if (problem == null && fault instanceof IllegalArgumentException && anyType(request)) {
            problem = byStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE.value());
        }
        if (problem == null) {
            problem = surprise(fault, request);
        }
        var answer = ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (fault instanceof ErrorResponse known) {
            answer.headers(headers -> headers.putAll(known.getHeaders()));
        }
        return answer.header("Cache-Control", "no-store").body(problem);
    }

    /** What is sent has to say what it is; the framework takes its own word for a fault of ours. */
    private static boolean anyType(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.contains("*");
    }

    /** A character with number 0, which the database can not hold; the routes need not look for it one by one. */
    private static boolean unstorable(DataIntegrityViolationException fault) {
        return fault.getMostSpecificCause() instanceof SQLException sql
                && UNSTORABLE.contains(String.valueOf(sql.getSQLState()));
    }

    private static @Nullable Problem explained(Throwable fault) {
        return switch (fault) {
            case Refused refused -> Problem.of(refused);
            case MethodArgumentNotValidException invalid -> invalid(invalid);
            case MethodArgumentTypeMismatchException mismatch ->
                fieldInvalid(field(mismatch.getName(), mismatch.getValue(), "格式不对", "请按接口说明填写"));
            case MissingServletRequestParameterException missing ->
                fieldInvalid(field(missing.getParameterName(), "", "必填", "请填写后再提交"));
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MaxUploadSizeExceededException large -> new Problem(413, "BODY_TOO_LARGE", "上传的文件过大，请不要超过 5 MB");
            // After the size: a form that is none, on a route that may not take one at all.
            case MultipartException broken -> new Problem(400, "BODY_UNREADABLE", "提交的表单无法读取，请检查后重新提交");
            case InvalidParameterException undecodable -> new Problem(400, "BAD_REQUEST", "网址问号后面的内容编码有误，请检查网址是否完整");
            case DataIntegrityViolationException kept
            when unstorable(kept) -> new Problem(400, "BAD_REQUEST", "内容里有不能保存的空字符，请去掉后重试");
            case CannotGetJdbcConnectionException down -> busy(down);
            case CannotCreateTransactionException down -> busy(down);
            case QueryTimeoutException slow -> busy(slow);
            case TransientDataAccessException passing -> busy(passing);
            case ErrorResponse known -> byStatus(known.getStatusCode().value());
            default -> null;
        };
    }

    /** A body that grew beyond its limit while it was read is told as such, however deep the reader wrapped it. */
    private static Problem unreadable(HttpMessageNotReadableException unreadable) {
        for (Throwable cause = unreadable.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return Problem.of(refused);
            }
        }
        return new Problem(400, "BODY_UNREADABLE", "提交的内容不是所要求的 JSON 格式，请检查后重新提交");
    }

    private static Problem invalid(MethodArgumentNotValidException invalid) {
        return new Problem(
                400,
                "FIELD_INVALID",
                "有字段不符合规则，请按提示修改",
                invalid.getFieldErrors().stream().map(Problems::field).toList());
    }

    private static Problem fieldInvalid(FieldError error) {
        return new Problem(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", List.of(error));
    }

    /** A body whose part is missing, or a filter whose part can not be read. */
    private static FieldError field(org.springframework.validation.FieldError fault) {
        return fault.isBindingFailure()
                ? field(fault.getField(), fault.getRejectedValue(), "格式不对", "请按接口说明填写")
                : field(fault.getField(), "", "必填", "请填写后再提交");
    }

    private static FieldError field(String name, @Nullable Object value, String rule, String hint) {
        String text = value == null ? "" : value.toString();
        return new FieldError(
                name,
                LABELS.getOrDefault(name, name),
                text.length() <= VALUE_MAX ? text : text.substring(0, VALUE_MAX),
                rule,
                hint);
    }

    private static Problem busy(Exception fault) {
        log.warn("the database did not answer: {}", fault.getMessage());
        return new Problem(503, "DATABASE_BUSY", "数据库暂时没有应答，请稍后重试；持续出现请告知运维");
    }

    static Problem byStatus(int status) {
        return switch (status) {
            case 400 -> new Problem(400, "BAD_REQUEST", "请求有误，请检查后重试");
            case 401 -> new Problem(401, "NOT_SIGNED_IN", "尚未登录或登录已过期，请重新登录");
            case 403 -> new Problem(403, "NOT_PERMITTED", "没有权限，如需使用请联系系统管理员");
            case 404 -> new Problem(404, "NOT_FOUND", "没有这个地址，请检查网址是否完整");
            case 405 -> new Problem(405, "METHOD_NOT_ALLOWED", "该地址不支持这种请求方法");
            case 406 -> new Problem(406, "NOT_ACCEPTABLE", "不能以所要求的格式应答");
            case 413 -> new Problem(413, "BODY_TOO_LARGE", "提交的内容过大，请减少后再试");
            case 415 -> new Problem(415, "MEDIA_TYPE_UNSUPPORTED", "不支持这种提交格式，请用 JSON");
            case 503 -> new Problem(503, "BUSY", "系统繁忙，请稍后重试");
            default ->
                status >= 400 && status < 500
                        ? new Problem(status, "REFUSED", "请求被拒绝，请检查后重试")
                        : new Problem(500, "OUR_FAULT", "系统故障，请稍后重试；持续出现请告知运维");
        };
    }

    private static Problem surprise(Exception fault, HttpServletRequest request) {
        String number = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        // The query is left out: it may hold names.
        log.error("fault {} at {} {}", number, request.getMethod(), request.getRequestURI(), fault);
        return new Problem(HttpStatus.INTERNAL_SERVER_ERROR.value(), "OUR_FAULT", "系统故障，编号 " + number + "，请把编号告知运维");
    }
}
