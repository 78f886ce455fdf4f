package io.lockstep.program.config;

import io.lockstep.common.protocol.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A server's settings: from a flag, else from the environment, else from the file of {@code --config}, else the
 * default. The parser of the command line asks it for what no flag gives. So every option of the program is a setting,
 * without a word more.
 */
public final class ServerConfiguration implements IDefaultValueProvider {

    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]*[a-z]");
    private static final Pattern AND_ITS_VALUE = Pattern.compile(" (?!and )");
    private static final String CONVERSION = "^Invalid value for option '[^']*'(?: \\([^)]*\\))?: ";

    /** Settings that only the program of a follower has. */
    private static final List<String> OF_A_JOINING_SERVER = List.of("leader", "join-timeout", "observer");

    private final SettingSources sources;

    private ServerConfiguration(SettingSources sources) {
        this.sources = sources;
    }

    /**
     * Reads the file, if one is named.
     *
     * @param variables of the environment
     * @throws ConfigurationException if the file cannot be read, or has a key that is no setting
     */
    public static ServerConfiguration read(CommandSpec program, String[] arguments, Map<String, String> variables)
            throws ConfigurationException {
        String name = fileIn(arguments).orElseGet(() -> variables.getOrDefault("LOCKSTEP_CONFIG", ""));
        SettingsFile file = name.isEmpty() ? SettingsFile.NONE : SettingsFile.read(name);
        SettingSources sources =
                new SettingSources(Setting.of(program), List.of(arguments), Map.copyOf(variables), file);
        requireKnownKeys(sources);
        return new ServerConfiguration(sources);
    }

    private static Optional<String> fileIn(String[] arguments) {
        String found = null;
        for (int i = 0; i < arguments.length; i++) {
            String next = i + 1 < arguments.length ? arguments[i + 1] : null;
            if (arguments[i].equals(ConfigurationOptions.CONFIG)) {
                found = next;
            } else if (arguments[i].startsWith(ConfigurationOptions.CONFIG + "=")) {
                found = arguments[i].substring(ConfigurationOptions.CONFIG.length() + 1);
            }
        }
        return Optional.ofNullable(found);
    }

    private static void requireKnownKeys(SettingSources sources) throws ConfigurationException {
        List<Setting> settings = sources.settings();
        String file = sources.file().name();
        List<String> known =
                settings.stream().filter(Setting::isInFile).map(Setting::key).toList();
        for (String key : sources.file().values().keySet()) {
            if (settings.stream()
                    .anyMatch(
                            setting -> setting.isForOneStart() && setting.key().equals(key))) {
                throw new ConfigurationException(
                        key + " in " + file + " is for one start only: give it as the flag --" + key);
            }
            if (!known.contains(key) && OF_A_JOINING_SERVER.contains(key)) {
                throw new ConfigurationException(key + " in " + file + " is for a server that joins a cluster, and this"
                        + " program founds one: to join, start the follower instead; to found or to restore one, take"
                        + " the key out of the file");
            }
            if (!known.contains(key)) {
                throw new ConfigurationException("there is no setting " + key + " in " + file
                        + Nearest.advice(key, known, "--print-config lists the settings"));
            }
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        return sources.outside(new Setting(option));
    }

    /** Whether a message about flags is about one whose value is from the environment or from the file. */
    public boolean isFromOutside(String message) {
        return !explained(message).equals(message);
    }

    /** The message about flags, with the names under which the operator wrote them. */
    public String explained(String message) {
        Optional<Setting> unreadable = sources.settings().stream()
                .filter(setting -> message.startsWith("Invalid value for option '" + setting.flag() + "'"))
                .findFirst();
        if (unreadable.isPresent() && sources.outside(unreadable.get()) != null) {
            return unreadable(unreadable.get(), message);
        }
        Matcher flag = FLAG.matcher(message);
        StringBuilder text = new StringBuilder();
        while (flag.find()) {
            String written = written(flag.group());
            boolean leads = flag.start() == 0
                    && !written.equals(flag.group())
                    && AND_ITS_VALUE
                            .matcher(message)
                            .region(flag.end(), message.length())
                            .lookingAt();
            flag.appendReplacement(text, Matcher.quoteReplacement(leads ? written + ":" : written));
        }
        return flag.appendTail(text).toString();
    }

    private String written(String flag) {
        return sources.settings().stream()
                .filter(setting -> setting.flag().equals(flag))
                .map(sources::written)
                .findFirst()
                .orElse(flag);
    }

    private String unreadable(Setting setting, String message) {
        if (sources.of(setting) == Source.FLAG) {
            return message;
        }
        // Kubernetes sets such variables for a service that is called lockstep.
        boolean ofKubernetes =
                Objects.requireNonNullElse(sources.outside(setting), "").matches("(tcp|udp)://.*");
        return sources.written(setting) + ": " + message.replaceFirst(CONVERSION, "")
                + (ofKubernetes ? "; if Kubernetes has set it, write enableServiceLinks: false in the pod" : "");
    }

    /** The variables that look like settings and are none, each with a near one; empty if there are none. */
    public String unknownVariables() {
        return UnknownVariables.of(sources);
    }

    /**
     * Every setting with its value and its source, as a table of text. Only after the command line was parsed.
     *
     * @param derived what settings without a value of their own come to, by key
     */
    public String table(Map<String, String> derived) {
        return SettingsTable.of(sources, derived);
    }
}
