package org.yipiao.sandbox.his;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * 结算 One settlement of the demo hospital, all amounts in fen.
 *
 * @param busNo 业务流水号
 * @param place 开票点编码 as the HIS knows it
 * @param circulates 可流通
 */
record Settlement(
        Kind kind,
        String busNo,
        LocalDateTime at,
        String place,
        String cashier,
        Patient patient,
        String department,
        List<Charge> charges,
        List<Line> lines,
        Payment payment,
        Optional<Stay> stay,
        boolean circulates) {

    /** 业务 What was settled and by which method it is sent. */
    enum Kind {
        REGISTRATION("invEBillRegistration", "06", "挂号"),
        OUTPATIENT("invoiceEBillOutpatient", "02", "门诊"),
        INPATIENT("invEBillHospitalized", "01", "住院"),
        CHECKUP("invEBillCheckUp", "05", "体检");

        private final String method;
        private final String busType;
        private final String title;

        Kind(String method, String busType, String title) {
            this.method = method;
            this.busType = busType;
            this.title = title;
        }

        String method() {
            return method;
        }

        String busType() {
            return busType;
        }

        String title() {
            return title;
        }
    }

    /** 患者 @param openId empty when unknown @param tel empty when unknown */
    record Patient(
            String name, String sex, int age, String idNumber, String card, String openId, String tel, long id) {}

    /** 收费项目 @param ownFen outside the catalogue */
    record Charge(String code, String name, long fen, long ownFen) {}

    /** 清单行 price × quantity. @param grade 1 甲 2 乙 3 丙 */
    record Line(
            String chargeCode,
            String chargeName,
            String code,
            String name,
            String specification,
            String unit,
            long priceFen,
            int quantity,
            String grade) {
        long fen() {
            return priceFen * quantity;
        }

        long ownFen() {
            return grade.equals("3") ? fen() : 0;
        }
    }

    /**
     * 费用构成 fund + other + account + cash is the total; selfPay + own is account + cash; prepaid + recharged − refunded is
     * cash for an inpatient.
     */
    record Payment(
            long fund,
            long other,
            long account,
            long cash,
            long selfPay,
            long own,
            long prepaid,
            long recharged,
            long refunded,
            String insurance,
            String cashChannel) {}

    /** 住院 */
    record Stay(String number, String visit, LocalDate in, LocalDate out, String ward, String bed) {
        long days() {
            return Math.max(1, out.toEpochDay() - in.toEpochDay());
        }
    }

    long total() {
        return charges.stream().mapToLong(Charge::fen).sum();
    }
}
