package org.yipiao.intake;

/** 拒绝 Ends the handling of one market message with an answer that is not a success. */
final class Refusal extends RuntimeException {
    /** 一般失败 The message itself can not be taken: envelope, account, size. */
    static final String GENERAL = "E0001";
    /** 业务失败 The method refuses what it was asked. */
    static final String METHOD = "E0002";

    private final String result;

    private Refusal(String result, String text) {
        super(text, null, false, false);
        this.result = result;
    }

    static Refusal general(String text) {
        return new Refusal(GENERAL, text);
    }

    static Refusal method(String text) {
        return new Refusal(METHOD, text);
    }

    String result() {
        return result;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
