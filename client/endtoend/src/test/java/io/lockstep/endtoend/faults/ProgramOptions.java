package io.lockstep.endtoend.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Options of the form {@code --name value} or {@code --name=value}. Ends the program if they are invalid. */
public final class ProgramOptions {

    private static final int USAGE = 64;

    private final Map<String, String> given = new TreeMap<>();

    /** Parses the arguments; {@code flags} are options without a value. */
    public ProgramOptions(String[] arguments, String... flags) {
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            boolean flag = argument.startsWith("--") && List.of(flags).contains(argument.substring(2));
            if (flag) {
                given.put(argument.substring(2), "yes");
            } else if (!argument.startsWith("--") || (equals < 0 && i + 1 == arguments.length)) {
                fail("--name value expected, not \"" + argument + "\"");
            } else if (equals < 0) {
                given.put(argument.substring(2), arguments[++i]);
            } else {
                given.put(argument.substring(2, equals), argument.substring(equals + 1));
            }
        }
    }

    /** Whether this flag was given. */
    public boolean flag(String name) {
        return given.remove(name) != null;
    }

    /** The value of an option, each at most once. */
    public String text(String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    /** The same as a whole number. */
    public long number(String name, long otherwise) {
        String value = text(name, Long.toString(otherwise));
        if (!value.matches("[0-9]{1,15}")) {
            fail("--" + name + " " + value + " is no number");
        }
        return Long.parseLong(value);
    }

    /** Ends the program if there were options that nobody asked for. */
    public void requireNoOthers() {
        if (!given.isEmpty()) {
            fail("no such options: " + given.keySet());
        }
    }

    private static void fail(String message) {
        System.err.println("torture: " + message);
        System.exit(USAGE);
    }
}
