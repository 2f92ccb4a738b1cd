package org.yipiao.delivery;

/** 消息通道 A party by which people are told. The name is also that in {@link org.yipiao.access.Connections}. */
enum MessageChannel {
    WECHAT("微信"),
    SMS("短信"),
    MAIL("邮件");

    private final String label;

    MessageChannel(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
