package io.lockstep.endtoend.faults;

import java.util.Map;
import java.util.TreeMap;

/** Options of the form {@code --name value} or {@code --name=value}. Ends the program if they are invalid. */
final class ProgramOptions {

    private static final int USAGE = 64;

    private final Map<String, String> given = new TreeMap<>();

    ProgramOptions(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || (equals < 0 && i + 1 == arguments.length)) {
                fail("--name value expected, not \"" + argument + "\"");
            } else if (equals < 0) {
                given.put(argument.substring(2), arguments[++i]);
            } else {
                given.put(argument.substring(2, equals), argument.substring(equals + 1));
            }
        }
    }

    String text(String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    long number(String name, long otherwise) {
        String value = text(name, Long.toString(otherwise));
        if (!value.matches("[0-9]{1,15}")) {
            fail("--" + name + " " + value + " is no number");
        }
        return Long.parseLong(value);
    }

    void requireNoOthers() {
        if (!given.isEmpty()) {
            fail("no such options: " + given.keySet());
        }
    }

    private static void fail(String message) {
        System.err.println("torture: " + message);
        System.exit(USAGE);
    }
}
