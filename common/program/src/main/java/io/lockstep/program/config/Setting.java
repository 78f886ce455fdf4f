package io.lockstep.program.config;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option of a program as a setting: {@code --peer-port}, {@code LOCKSTEP_PEER_PORT} and {@code peer-port} are the
 * same one.
 *
 * @param option which the command line takes
 */
public record Setting(OptionSpec option) {

    static final String VARIABLE_PREFIX = "LOCKSTEP_";

    private static final String DASHES = "--";
    private static final Pattern SECRET = Pattern.compile("(^|-)(token|password|secret)$");

    /** All settings of a program, in the order of their names; without {@code --help} and {@code --version}. */
    public static List<Setting> of(CommandSpec program) {
        return program.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(Setting::new)
                .sorted(Comparator.comparing(Setting::key))
                .toList();
    }

    /** The name on the command line, such as {@code --peer-port}: the first long one. */
    public String flag() {
        return Arrays.stream(option.names())
                .filter(name -> name.startsWith(DASHES))
                .findFirst()
                .orElseThrow();
    }

    /** The name in the file, such as {@code peer-port}. */
    public String key() {
        return flag().substring(DASHES.length());
    }

    /** The name in the environment, such as {@code LOCKSTEP_PEER_PORT}. */
    public String variable() {
        return VARIABLE_PREFIX + key().replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether it is for one start, and so only a flag. */
    public boolean isForOneStart() {
        return option.userObject() instanceof AnnotatedElement field && field.isAnnotationPresent(OneStart.class);
    }

    /** Whether the file may have it. A file does not name another file. */
    public boolean isInFile() {
        return !isForOneStart() && !flag().equals(ConfigurationOptions.CONFIG);
    }

    /** Whether its value is shown to nobody. */
    boolean isSecret() {
        return SECRET.matcher(key()).find();
    }

    /** Whether one of these arguments gives it. */
    boolean isAmong(String[] arguments) {
        return Arrays.stream(arguments)
                .anyMatch(argument -> argument.equals(flag()) || argument.startsWith(flag() + "="));
    }
}
