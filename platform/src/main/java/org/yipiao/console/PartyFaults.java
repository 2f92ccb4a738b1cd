package org.yipiao.console;

import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.yipiao.access.Problem;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls.PartyDown;

/** 对方故障 What a user reads when an outside party did not answer a request of the console: whose fault it is. */
@RestControllerAdvice
@Order(0)
class PartyFaults {
    @ExceptionHandler
    ResponseEntity<Problem> failed(CallFailed failed) {
        return problem("PARTY_FAILED", failed.detail() + "，请稍后重试；持续出现请告知运维");
    }

    @ExceptionHandler
    ResponseEntity<Problem> down(PartyDown down) {
        String message = down.getMessage();
        return problem("PARTY_DOWN", message == null ? "对方系统暂不可用，请稍后重试" : message);
    }

    private static ResponseEntity<Problem> problem(String code, String detail) {
        return ResponseEntity.status(503)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header("Cache-Control", "no-store")
                .body(new Problem(503, code, detail));
    }
}
