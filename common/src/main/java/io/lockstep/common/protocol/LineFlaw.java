package io.lockstep.common.protocol;

/** What is wrong with a line. Never leaves this package. Carries no stack trace, since bad lines may be frequent. */
final class LineFlaw extends Exception {

    private final ErrorCode code;

    LineFlaw(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static LineFlaw format(String message) {
        return new LineFlaw(ErrorCode.BAD_FORMAT, message);
    }

    static LineFlaw arguments(String message) {
        return new LineFlaw(ErrorCode.BAD_ARGS, message);
    }

    ErrorCode code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
