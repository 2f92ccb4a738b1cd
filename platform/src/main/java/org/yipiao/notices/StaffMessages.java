package org.yipiao.notices;

/** 短信 Port: sends one notice to a colleague's phone. */
public interface StaffMessages {
    boolean configured();

    /**
     * @param requestId the same one is sent once
     * @throws RuntimeException worth trying again
     */
    void send(String phone, String hospital, String title, String requestId);
}
