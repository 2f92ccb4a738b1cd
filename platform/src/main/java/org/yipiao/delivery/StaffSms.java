package org.yipiao.delivery;

import org.springframework.stereotype.Component;
import org.yipiao.notices.StaffMessages;

/** 工作提醒短信 Takes the notices of colleagues to the same gateway as those of payers. */
@Component
class StaffSms implements StaffMessages {
    private final Sms sms;

    StaffSms(Sms sms) {
        this.sms = sms;
    }

    @Override
    public boolean configured() {
        return sms.configured();
    }

    @Override
    public void send(String phone, String hospital, String title, String requestId) {
        switch (sms.sendToStaff(phone, hospital, title, requestId)) {
            case Told.Sent sent -> {}
            case Told.Unreachable nobody -> throw new IllegalStateException(nobody.why());
            case Told.Rejected rejected -> throw new IllegalStateException(rejected.why());
        }
    }
}
