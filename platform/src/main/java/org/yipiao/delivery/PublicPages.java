package org.yipiao.delivery;

import jakarta.servlet.http.HttpServletRequest;

/** 公众页面 What pages for payers outside this module keep to. */
public interface PublicPages {
    /** @throws org.yipiao.shared.Refused TOO_MANY_REQUESTS when this address asks too often */
    void limit(HttpServletRequest request);
}
