package io.lockstep.client.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this process was started with, as {@link NativeText}: the same bytes are the same text in every locale. The JDK
 * reads arguments and variables in the charset of the platform instead, and under {@code LC_ALL=C}, as in cron, it
 * replaces all that is not ASCII.
 *
 * @param program the command line before the arguments: Java, its options and the jar; empty if it is not known
 * @param arguments the arguments of {@code main}
 * @param variables the environment
 */
public record Invocation(List<String> program, List<String> arguments, Map<String, String> variables) {

    /** A variable with those that a shell drops before it starts this program, because of their names. */
    static final String DROPPED = "LOCKSTEP_DROPPED_VARIABLES";

    private static final Path OWN = Path.of("/proc/self");

    /** What the JDK may have put in the place of bytes that the charset of the platform does not have. */
    private static final String REPLACEMENTS = "?\uFFFD";

    public Invocation {
        program = List.copyOf(program);
        arguments = List.copyOf(arguments);
        variables = Map.copyOf(variables);
    }

    /**
     * Reads it from {@code /proc}, or takes it from the JDK where there is none.
     *
     * @param asDecoded the arguments as {@code main} got them
     */
    public static Invocation of(String[] asDecoded) {
        List<String> words = words("cmdline");
        int before = words.size() - asDecoded.length;
        if (before <= 0 || !agree(asDecoded, words.subList(before, words.size()))) {
            return new Invocation(List.of(), List.of(asDecoded), System.getenv());
        }
        Map<String, String> variables = variables(words("environ"));
        return new Invocation(
                words.subList(0, before),
                words.subList(before, words.size()),
                variables.isEmpty() ? System.getenv() : variables);
    }

    /**
     * Whether this may be another text than was given: the JDK has replaced what the charset of the platform does not
     * have, and there is no {@code /proc} to read it from.
     */
    public boolean isDoubtful() {
        return program.isEmpty()
                && !NativeText.isCarried("\u00e9")
                && arguments.stream().anyMatch(Invocation::mayBeReplaced);
    }

    private static boolean mayBeReplaced(String text) {
        return text.chars().anyMatch(each -> REPLACEMENTS.indexOf(each) >= 0);
    }

    /** The first argument that is not UTF-8; empty if all are. */
    public static Optional<String> notUtf8(List<String> arguments) {
        return arguments.stream().filter(each -> !NativeText.isUtf8(each)).findFirst();
    }

    /** What is ASCII is the same in both. */
    private static boolean agree(String[] asDecoded, List<String> raw) {
        for (int i = 0; i < asDecoded.length; i++) {
            String text = raw.get(i);
            if (StandardCharsets.US_ASCII.newEncoder().canEncode(text) && !text.equals(asDecoded[i])) {
                return false;
            }
        }
        return true;
    }

    /** The variables that the shell of a script has dropped before it started this program. */
    static Map<String, String> dropped() {
        String text = System.getenv().getOrDefault(DROPPED, "");
        try {
            return variables(words(Base64.getMimeDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            // It is not from a script of this program.
            return Map.of();
        }
    }

    /** The variables of this process that a shell drops because of their names; they are not for it to use. */
    static Map<String, String> unfitForShell() {
        Map<String, String> variables = variables(words("environ"));
        variables.keySet().removeIf(Invocation::fitsShell);
        return variables;
    }

    /** Whether a shell keeps a variable of that name. */
    static boolean fitsShell(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    private static Map<String, String> variables(List<String> words) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String each : words) {
            int equals = each.indexOf('=', 1);
            if (equals > 0) {
                // As getenv does, the first of several counts.
                variables.putIfAbsent(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return variables;
    }

    /** The texts of a file that ends each with a zero byte; empty if it cannot be read. */
    private static List<String> words(String file) {
        try {
            return words(Files.readAllBytes(OWN.resolve(file)));
        } catch (IOException e) {
            // No /proc: the caller falls back to what the JDK says.
            return List.of();
        }
    }

    private static List<String> words(byte[] bytes) {
        List<String> words = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                words.add(NativeText.decode(Arrays.copyOfRange(bytes, begin, at)));
                begin = at + 1;
            }
        }
        return words;
    }
}
