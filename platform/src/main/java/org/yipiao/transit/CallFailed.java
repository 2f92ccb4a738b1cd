package org.yipiao.transit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * 对外调用失败 One failed call to an outside party, sorted by who is to repair it. The message is Chinese, shown to
 * operators as it is: it names the party and what happened, never a name, a number of a person or a key.
 */
public class CallFailed extends RuntimeException {
    private final Outcome.Fault fault;

    public CallFailed(Outcome.Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public CallFailed(Outcome.Fault fault, String message) {
        this(fault, message, null);
    }

    public Outcome.Fault fault() {
        return fault;
    }

    /** Never null. */
    public String detail() {
        String message = getMessage();
        return message == null ? fault.label() : message;
    }

    /** Sorts whatever an HTTP call threw. A connection that ends without an answer may have been served: it is a time-out. */
    static CallFailed of(String party, Throwable trouble) {
        return switch (trouble) {
            case CallFailed sorted -> sorted;
            case HttpConnectTimeoutException e -> new CallFailed(Outcome.Fault.UNREACHABLE, "连接" + party + "超时", e);
            case HttpTimeoutException e -> new CallFailed(Outcome.Fault.TIMEOUT, party + "超时未应答", e);
            case TimeoutException e -> new CallFailed(Outcome.Fault.TIMEOUT, party + "超时未应答", e);
            case ConnectException e -> new CallFailed(Outcome.Fault.UNREACHABLE, "连接不上" + party, e);
            case UnknownHostException e -> new CallFailed(Outcome.Fault.UNREACHABLE, party + "的地址不能解析", e);
            case UnresolvedAddressException e -> new CallFailed(Outcome.Fault.UNREACHABLE, party + "的地址不能解析", e);
            case IOException e -> new CallFailed(Outcome.Fault.TIMEOUT, party + "断开连接，未收到应答", e);
            default -> new CallFailed(Outcome.Fault.OUR_FAULT, "调用" + party + "时程序出错：" + trouble, trouble);
        };
    }
}
