package org.yipiao.sandbox;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.yipiao.sandbox.faults.Party;

/** 错误回答 A party refuses in its own words; the sandbox's own pages answer {code, message}. Never a stack trace. */
@RestControllerAdvice
public class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /** Writes {code, message} before any controller is reached. @param message in Chinese, without quotes */
    public static void write(HttpServletResponse response, int status, String code, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        String json = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
        response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }

    @ExceptionHandler({HttpMessageNotReadableException.class, MethodArgumentTypeMismatchException.class})
    ResponseEntity<Object> unreadable(HttpServletRequest request) {
        return refused(request, "报文无法解析：不是约定的 JSON 或字段类型不符");
    }

    @ExceptionHandler(IllegalArgumentException.class)
    ResponseEntity<Object> refused(HttpServletRequest request, IllegalArgumentException e) {
        return refused(request, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler({
        NoResourceFoundException.class,
        HttpRequestMethodNotSupportedException.class,
        HttpMediaTypeNotSupportedException.class,
        ServletRequestBindingException.class
    })
    ResponseEntity<Object> unknown(HttpServletRequest request, Exception e) {
        int status = e instanceof org.springframework.web.ErrorResponse known
                ? known.getStatusCode().value()
                : 400;
        return own(status, "没有这个接口或调用方式不符");
    }

    @ExceptionHandler(ErrorResponseException.class)
    ResponseEntity<Object> known(ErrorResponseException e) {
        String detail = e.getBody().getDetail();
        return own(e.getStatusCode().value(), detail == null ? "请求有误" : detail);
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> surprise(HttpServletRequest request, Exception e) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        Optional<Party> party = Party.of(request.getRequestURI());
        return party.isPresent() ? json(200, party.get().busy()) : own(500, "沙箱内部错误");
    }

    private static ResponseEntity<Object> refused(HttpServletRequest request, String why) {
        return Party.of(request.getRequestURI())
                .map(party -> json(200, party.malformed(plain(why))))
                .orElseGet(() -> own(400, why));
    }

    private static ResponseEntity<Object> own(int status, String message) {
        return json(status, "{\"code\":\"" + status + "0\",\"message\":\"" + plain(message) + "\"}");
    }

    /** Text that needs no escapes inside a JSON string. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\"\\\\]", " ");
    }

    private static ResponseEntity<Object> json(int status, String text) {
        return ResponseEntity.status(HttpStatusCode.valueOf(status))
                .contentType(MediaType.APPLICATION_JSON)
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
