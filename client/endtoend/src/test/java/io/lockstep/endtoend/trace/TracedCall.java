package io.lockstep.endtoend.trace;

/**
 * One system call of a traced thread. Times are in microseconds.
 *
 * @param thread its number in the system
 * @param arguments as strace prints them, without the parentheses
 * @param result what it returned; -1 for an error
 */
public record TracedCall(long thread, String name, String arguments, double start, double end, long result) {

    /** The first argument if it is a number, such as that of a file; else -1. */
    public int descriptor() {
        int length = 0;
        while (length < arguments.length() && Character.isDigit(arguments.charAt(length))) {
            length++;
        }
        return length == 0 || length > 9 ? -1 : Integer.parseInt(arguments.substring(0, length));
    }

    /** The first argument as it was printed, such as the address of a futex. */
    public String firstArgument() {
        int comma = arguments.indexOf(',');
        return comma < 0 ? arguments : arguments.substring(0, comma);
    }
}
