package io.lockstep.program.config;

import io.lockstep.common.protocol.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where a server's settings come from: a flag, else the environment, else the file of {@code --config}, else the
 * default. The parser of the command line asks it for what no flag gives. So every option of the program is a setting,
 * without a word more.
 */
public final class ServerConfiguration implements IDefaultValueProvider {

    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]*[a-z]");
    private static final Pattern AND_ITS_VALUE = Pattern.compile(" (?!and )");
    private static final String CONVERSION = "^Invalid value for option '[^']*'(?: \\([^)]*\\))?: ";

    private final List<Setting> settings;
    private final String[] arguments;
    private final Map<String, String> variables;
    private final SettingsFile file;

    private ServerConfiguration(
            List<Setting> settings, String[] arguments, Map<String, String> variables, SettingsFile file) {
        this.settings = settings;
        this.arguments = arguments;
        this.variables = variables;
        this.file = file;
    }

    /**
     * Reads the file, if one is named.
     *
     * @param variables of the environment
     * @throws ConfigurationException if the file cannot be read, or has a key that is no setting
     */
    public static ServerConfiguration read(CommandSpec program, String[] arguments, Map<String, String> variables)
            throws ConfigurationException {
        List<Setting> settings = Setting.of(program);
        String name = fileIn(arguments).orElseGet(() -> variables.getOrDefault("LOCKSTEP_CONFIG", ""));
        SettingsFile file = name.isEmpty() ? SettingsFile.NONE : SettingsFile.read(name);
        ServerConfiguration configuration =
                new ServerConfiguration(settings, arguments.clone(), Map.copyOf(variables), file);
        configuration.requireKnownKeys();
        return configuration;
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

    private void requireKnownKeys() throws ConfigurationException {
        List<String> known =
                settings.stream().filter(Setting::isInFile).map(Setting::key).toList();
        for (String key : file.values().keySet()) {
            if (settings.stream()
                    .anyMatch(
                            setting -> setting.isForOneStart() && setting.key().equals(key))) {
                throw new ConfigurationException(
                        key + " in " + file.name() + " is for one start only: give it as the flag --" + key);
            }
            if (!known.contains(key)) {
                throw new ConfigurationException("there is no setting " + key + " in " + file.name()
                        + Nearest.advice(key, known, "--print-config lists the settings"));
            }
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        return outside(new Setting(option));
    }

    /** The value from the environment or the file; null if neither has one. */
    private @Nullable String outside(Setting setting) {
        if (setting.isForOneStart()) {
            return null;
        }
        String variable = variables.getOrDefault(setting.variable(), "");
        return variable.isEmpty() ? file.values().get(setting.key()) : variable;
    }

    /** Where the value of this setting is from. */
    Source source(Setting setting) {
        if (setting.isAmong(arguments)) {
            return Source.FLAG;
        }
        if (outside(setting) == null) {
            return Source.DEFAULT;
        }
        return variables.getOrDefault(setting.variable(), "").isEmpty() ? Source.FILE : Source.ENVIRONMENT;
    }

    /** The setting as the operator wrote it: {@code --port}, {@code LOCKSTEP_PORT} or {@code port in FILE}. */
    private String written(Setting setting) {
        return switch (source(setting)) {
            case ENVIRONMENT -> setting.variable();
            case FILE -> setting.key() + " in " + file.name();
            case FLAG, DEFAULT -> setting.flag();
        };
    }

    /** Whether a message about flags is about one whose value is from the environment or from the file. */
    public boolean isFromOutside(String message) {
        return !explained(message).equals(message);
    }

    /** The message about flags, with the names under which the operator wrote them. */
    public String explained(String message) {
        Optional<Setting> first = settings.stream()
                .filter(setting -> message.startsWith("Invalid value for option '" + setting.flag() + "'"))
                .findFirst();
        if (first.isPresent() && !written(first.get()).equals(first.get().flag())) {
            return written(first.get()) + ": " + message.replaceFirst(CONVERSION, "") + hint(first.get());
        }
        Matcher flag = FLAG.matcher(message);
        StringBuilder text = new StringBuilder();
        while (flag.find()) {
            String name = flag.group();
            String replaced = settings.stream()
                    .filter(setting -> setting.flag().equals(name))
                    .map(this::written)
                    .findFirst()
                    .orElse(name);
            boolean leads = flag.start() == 0
                    && !replaced.equals(name)
                    && AND_ITS_VALUE
                            .matcher(message)
                            .region(flag.end(), message.length())
                            .lookingAt();
            flag.appendReplacement(text, Matcher.quoteReplacement(leads ? replaced + ":" : replaced));
        }
        return flag.appendTail(text).toString();
    }

    /** Kubernetes sets such variables for a service that is called lockstep. */
    private String hint(Setting setting) {
        String value = Objects.requireNonNullElse(outside(setting), "");
        return source(setting) == Source.ENVIRONMENT && value.matches("(tcp|udp)://.*")
                ? "; if Kubernetes has set it, write enableServiceLinks: false in the pod"
                : "";
    }

    /** The variables that look like settings and are none, each with a near one; empty if there are none. */
    public String unknownVariables() {
        List<String> own = settings.stream()
                .filter(setting -> !setting.isForOneStart())
                .map(Setting::variable)
                .toList();
        List<String> unknown = new ArrayList<>();
        for (String name : new TreeSet<>(variables.keySet())) {
            if (name.startsWith(Setting.VARIABLE_PREFIX) && !own.contains(name) && !OtherVariables.has(name)) {
                unknown.add(name + near(name));
            }
        }
        return String.join(", ", unknown);
    }

    private String near(String variable) {
        String key = variable.substring(Setting.VARIABLE_PREFIX.length()).replace('_', '-');
        if (settings.stream()
                .anyMatch(each -> each.isForOneStart() && each.variable().equals(variable))) {
            return " (which is a flag only)";
        }
        List<String> keys = settings.stream()
                .filter(each -> !each.isForOneStart())
                .map(Setting::key)
                .toList();
        return Nearest.of(key, keys)
                .flatMap(near -> settings.stream()
                        .filter(each -> each.key().equals(near))
                        .findFirst())
                .map(near -> " (did you mean " + near.variable() + "?)")
                .orElse("");
    }

    /** Every setting with its value and its source, as a table of text. Only after the command line was parsed. */
    public String table(Map<String, String> derived) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"SETTING", "VALUE", "SOURCE"});
        for (Setting setting : settings) {
            if (!setting.isForOneStart()) {
                rows.add(new String[] {setting.key(), shown(setting, derived), sourceText(setting)});
            }
        }
        int names = width(rows, 0);
        int values = width(rows, 1);
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            text.append(String.format("%-" + names + "s  %-" + values + "s  %s%n", (Object[]) row));
        }
        return text.toString();
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(1);
    }

    private String shown(Setting setting, Map<String, String> derived) {
        String value = switch (source(setting)) {
            case FLAG -> given(setting.option());
            case ENVIRONMENT, FILE -> Objects.requireNonNullElse(outside(setting), "");
            case DEFAULT ->
                derived.getOrDefault(
                        setting.key(),
                        Objects.requireNonNullElse(setting.option().defaultValue(), "-"));
        };
        return setting.isSecret() && !value.equals("-") ? "********" : value;
    }

    private static String given(OptionSpec option) {
        List<String> values = option.originalStringValues();
        boolean flagAlone = values.isEmpty() || values.get(values.size() - 1).isEmpty();
        return flagAlone ? String.valueOf(option.<Object>getValue()) : values.get(values.size() - 1);
    }

    private String sourceText(Setting setting) {
        return switch (source(setting)) {
            case FLAG -> "flag " + setting.flag();
            case ENVIRONMENT -> "environment " + setting.variable();
            case FILE -> "file " + file.name();
            case DEFAULT -> "default";
        };
    }
}
