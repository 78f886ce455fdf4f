package io.lockstep.client.command;

import io.lockstep.program.Environment;
import io.lockstep.program.config.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The variables of the environment for the options that every command takes: {@code LOCKSTEP_} and the long option, as
 * for servers. An option wins over its variable.
 */
public final class CommonVariables implements IDefaultValueProvider {

    /** The classes of these options read the variables themselves, since they say more than a value. */
    private static final List<String> READ_ELSEWHERE =
            List.of("--server", "--token-file", "--tls-ca", "--tls-cert", "--tls-key");

    private final Environment environment;
    private final List<String> flags;

    /** @param root the command at the root, before anything is parsed */
    public CommonVariables(CommandSpec root, Environment environment) {
        this.environment = environment;
        this.flags = root.options().stream()
                .filter(option -> option.scopeType() == ScopeType.INHERIT)
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(option -> new Setting(option).flag())
                .filter(flag -> !READ_ELSEWHERE.contains(flag))
                .toList();
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? value(option) : null;
    }

    private @Nullable String value(OptionSpec option) {
        Setting setting = new Setting(option);
        String value = flags.contains(setting.flag()) ? environment.variable(setting.variable(), "") : "";
        return value.isEmpty() ? null : value;
    }

    /** The variable whose value is the reason of this failure; empty if an option is. */
    public Optional<String> guilty(ParameterException failure, String[] arguments) {
        return failure.getArgSpec() instanceof OptionSpec option
                        && value(option) != null
                        && Arrays.stream(arguments).noneMatch(word -> names(option, word))
                ? Optional.of(new Setting(option).variable())
                : Optional.empty();
    }

    private static boolean names(OptionSpec option, String word) {
        return Arrays.stream(option.names())
                .anyMatch(name -> name.startsWith("--")
                        ? word.equals(name) || word.startsWith(name + "=")
                        : word.startsWith(name));
    }
}
