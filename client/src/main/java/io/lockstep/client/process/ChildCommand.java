package io.lockstep.client.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A command to start as a child. It gets the same bytes as were given to this process, and the same descriptors.
 *
 * @param words the program and its arguments, as {@link NativeText}
 * @param variables to add to the environment of this process, as {@link NativeText}
 * @param descriptors to pass on, besides the three standard ones
 */
public record ChildCommand(List<String> words, Map<String, String> variables, List<Descriptor> descriptors) {

    private static final String SHELL = "/bin/sh";
    private static final String LARGE_NUMBERS_SHELL = "bash";
    private static final int BYTE = 0xFF;

    public ChildCommand {
        words = List.copyOf(words);
        variables = Map.copyOf(variables);
        descriptors = List.copyOf(descriptors);
    }

    /** The same with these variables as well, and with those that a script has dropped. */
    ChildCommand with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(Invocation.dropped());
        all.putAll(variables);
        all.putAll(more);
        return new ChildCommand(words, all, descriptors);
    }

    /** Whether the JDK alone gets the words and variables wrong, under the locale of this process. */
    boolean needsShell() {
        return !words.stream().allMatch(NativeText::isCarried)
                || !variables.values().stream().allMatch(NativeText::isCarried);
    }

    /**
     * A builder of the process.
     *
     * @param prefix a program that becomes the command, or nothing
     * @param path where to look for programs
     */
    ProcessBuilder builder(List<String> prefix, String path) {
        List<String> whole = new ArrayList<>(prefix);
        boolean asksShell =
                needsShell() || (!descriptors.isEmpty() && Executable.of(SHELL, path) == Executable.RUNNABLE);
        whole.addAll(asksShell ? byShell(path) : words);
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().remove(Invocation.DROPPED);
        // Arguments can be seen by other users of the machine, so a variable becomes one only if it must.
        variables.forEach((name, value) -> {
            if (!asksShell || survivesShell(name, value)) {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    /**
     * A shell that opens the descriptors, rebuilds what the JDK cannot pass on, and becomes the command. Most words
     * stay words; the others come as octal numbers.
     */
    private List<String> byShell(String path) {
        StringBuilder script = new StringBuilder();
        boolean large = descriptors.stream().anyMatch(each -> each.number() > Descriptor.NUMBER_MAX_IN_SHELL)
                && Executable.of(LARGE_NUMBERS_SHELL, path) == Executable.RUNNABLE;
        for (Descriptor each : descriptors) {
            if (large || each.number() <= Descriptor.NUMBER_MAX_IN_SHELL) {
                script.append(each.reopened(ProcessHandle.current().pid()));
            }
        }
        List<String> given = new ArrayList<>();
        // The shell drops variables whose names are none of its own, and env sets any.
        Map<String, String> all = Invocation.unfitForShell();
        all.putAll(variables);
        all.entrySet().removeIf(each -> survivesShell(each.getKey(), each.getValue()));
        if (!all.isEmpty()) {
            given.add("env");
            all.forEach((name, value) -> given.add(name + "=" + value));
        }
        given.addAll(words);
        StringBuilder last = new StringBuilder("exec");
        List<String> command =
                new ArrayList<>(large ? List.of(LARGE_NUMBERS_SHELL, "--posix", "-c") : List.of(SHELL, "-c"));
        List<String> passed = new ArrayList<>();
        for (String each : given) {
            boolean carried = NativeText.isCarried(each);
            passed.add(carried ? each : octal(each));
            int position = passed.size();
            if (carried) {
                last.append(" \"${").append(position).append("}\"");
            } else {
                String name = "LOCKSTEP_WORD_" + position;
                // The full stop keeps line ends at the end of the word.
                script.append(name)
                        .append("=$(printf '%b.' \"${")
                        .append(position)
                        .append("}\")\n");
                last.append(" \"${").append(name).append("%.}\"");
            }
        }
        command.add(script.append(last).toString());
        command.add("lockstep");
        command.addAll(passed);
        return command;
    }

    private static boolean survivesShell(String name, String value) {
        return Invocation.fitsShell(name) && NativeText.isCarried(value);
    }

    private static String octal(String word) {
        StringBuilder text = new StringBuilder();
        for (byte each : NativeText.encode(word)) {
            text.append(String.format(Locale.ROOT, "\\0%03o", each & BYTE));
        }
        return text.toString();
    }
}
