package org.yipiao.shared;

import java.util.List;

/**
 * 拒绝 A request that breaks a rule, thrown where no result type can carry the refusal (HTTP input of the console). Shown
 * to the user as it is: so no ids of other people, no names of others, no keys.
 */
public class Refused extends RuntimeException {
    private final int status;
    private final String code;
    private final transient List<FieldError> errors;

    /**
     * @param status HTTP status, 400 to 499
     * @param code stable name such as {@code BILL_NOT_FOUND}
     * @param message one sentence in Chinese: what is wrong and what to do now
     */
    public Refused(int status, String code, String message, List<FieldError> errors) {
        super(message);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    public Refused(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
