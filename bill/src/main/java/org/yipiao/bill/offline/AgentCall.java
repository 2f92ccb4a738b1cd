package org.yipiao.bill.offline;

import java.nio.charset.StandardCharsets;
import org.yipiao.bill.sign.Sm2;

/** 代理调用 The text under the signature of one call from an agent to the platform, and the headers that carry it. */
public final class AgentCall {
    public static final String AGENT = "X-Agent";
    public static final String TIME = "X-Agent-Time";
    public static final String SIGNATURE = "X-Agent-Signature";

    private AgentCall() {}

    /** @param time ISO instant @param path from the first slash on */
    public static byte[] signed(String agent, String time, String path, byte[] body) {
        return ("yipiao-agent-call/1\n" + agent + "\n" + time + "\n" + path + "\n" + Sm2.sm3Hex(body) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
