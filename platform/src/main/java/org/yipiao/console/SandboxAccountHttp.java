package org.yipiao.console;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;

/** 联调账号 The account of the API documentation's page, with its secret, in the demonstration only. */
@RestController
class SandboxAccountHttp {
    private final Callers callers;
    private final boolean demo;

    SandboxAccountHttp(Callers callers, @Value("${yipiao.demo:false}") boolean demo) {
        this.callers = callers;
        this.demo = demo;
    }

    /** @param demo false: appid and key are empty, and the person types those of an account of their own */
    record SandboxAccount(boolean demo, String appid, String key) {
        @Override
        public String toString() {
            return "SandboxAccount[appid=" + appid + "]";
        }
    }

    @GetMapping("/api/console/open-api/account")
    @Permit(Permission.HOME_READ)
    ResponseEntity<SandboxAccount> account(CurrentUser user) {
        var account = demo
                ? callers.all(user.unit()).stream()
                        .filter(Caller::enabled)
                        .findFirst()
                        .map(caller -> new SandboxAccount(true, caller.appid(), caller.key()))
                        .orElse(new SandboxAccount(true, "", ""))
                : new SandboxAccount(false, "", "");
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(account);
    }
}
