package org.yipiao.supervision;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyCalls;

/**
 * 未成功的原因 Why the bureau did not take a document.
 *
 * @param code 响应码 of the bureau; empty when it answered nothing
 * @param message in Chinese, as it is shown
 */
record BureauTrouble(Fault fault, String code, String message) {
    private static final int MESSAGE_MAX = 300;
    private static final Pattern CODE = Pattern.compile("应答 ([0-9]{3,6})\\b");
    private static final Pattern CODE_IN_BODY = Pattern.compile("\"code\"\\s*:\\s*\"?([0-9]{3,6})\"?");

    BureauTrouble {
        message = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
    }

    static BureauTrouble of(RuntimeException failed) {
        return switch (failed) {
            case CallFailed sorted -> new BureauTrouble(sorted.fault(), code(sorted.detail()), sorted.detail());
            case PartyCalls.PartyDown down ->
                new BureauTrouble(Fault.UNREACHABLE, "", String.valueOf(down.getMessage()));
            default ->
                new BureauTrouble(
                        Fault.OUR_FAULT, "", "平台处理财政应答时出错：" + failed.getClass().getSimpleName());
        };
    }

    private static String code(String detail) {
        for (Pattern pattern : new Pattern[] {CODE_IN_BODY, CODE}) {
            Matcher found = pattern.matcher(detail);
            if (found.find()) {
                return found.group(1);
            }
        }
        return "";
    }

    /** Asking again as it is can not help. */
    boolean lasts() {
        return fault == Fault.REFUSED || fault == Fault.OUR_DATA;
    }

    /** The bureau may have taken it although no clear answer came back. */
    boolean maybeTaken() {
        return fault == Fault.TIMEOUT || fault == Fault.WRONG_ANSWER || fault == Fault.OUR_FAULT;
    }

    /** 责任方 */
    static String owner(Fault fault) {
        return switch (fault) {
            case UNREACHABLE, TIMEOUT, BUSY, WRONG_ANSWER -> "信息科、财政票据系统";
            case REFUSED -> "财务、财政票据系统";
            case OUR_DATA -> "信息科";
            case OUR_FAULT -> "运维";
        };
    }

    /** 处理建议 @param stuck true: it waits for a person; false: it is asked about again by itself */
    static String nextStep(Fault fault, boolean stuck) {
        String first = switch (fault) {
            case UNREACHABLE, TIMEOUT, BUSY -> "检查到财政票据系统的网络和对方运行情况";
            case WRONG_ANSWER -> "请财政票据系统查看并修复应答内容";
            case REFUSED -> "按财政的提示核对单据";
            case OUR_DATA -> "在单位页补齐财政接入参数";
            case OUR_FAULT -> "查看平台日志并修复";
        };
        if (!stuck) {
            return first + "；平台会自动再问，不用重新提交";
        }
        return first + "，再点“重新提交”" + (fault == Fault.REFUSED ? "；申报内容有误的“撤回”后重新申报" : "");
    }
}
