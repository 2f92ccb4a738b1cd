package org.yipiao.agent;

/** 组件返回码 What the local component answers as bare text; desktop HIS programs know these. */
enum AgentCode {
    PARAMETER_MISSING("2001"),
    COMPONENT_UNKNOWN("2002"),
    CALL_FAILED("2003"),
    READY("T2000"),
    START_PARAMETER_MISSING("T2001"),
    START_FAILED("T2002"),
    NOT_STARTED("T2003"),
    INNER_PARAMETER_MISSING("T2004"),
    BUSINESS_FAILED("T2005");

    private final String text;

    AgentCode(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Thrown to answer with the bare code. */
    static final class Answered extends RuntimeException {
        private final AgentCode code;

        Answered(AgentCode code, String reason) {
            super(reason);
            this.code = code;
        }

        AgentCode code() {
            return code;
        }
    }
}
