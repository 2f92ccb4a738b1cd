package org.yipiao.issuing;

/** 交付目标 How the payer can be reached; every field may be empty. Personal data: encrypted at rest, never logged. */
public record Contact(String mobile, String email, String openId, String alipayUserId, String weChatOrderNo) {
    public static final Contact NONE = new Contact("", "", "", "", "");

    @Override
    public String toString() {
        return "Contact[hidden]";
    }
}
