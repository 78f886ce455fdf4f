package io.lockstep.program.config;

import io.lockstep.common.protocol.Nearest;
import java.util.List;
import java.util.stream.Collectors;

/** The variables that look like settings of a server and are none. */
final class UnknownVariables {

    private UnknownVariables() {}

    /** Their names, each with a near setting; empty if there are none. */
    static String of(SettingSources sources) {
        return sources.variables().keySet().stream()
                .filter(name -> name.startsWith(Setting.VARIABLE_PREFIX) && !OtherVariables.has(name))
                .filter(name -> sources.settings().stream()
                        .noneMatch(setting ->
                                !setting.isForOneStart() && setting.variable().equals(name)))
                .sorted()
                .map(name -> name + near(name, sources.settings()))
                .collect(Collectors.joining(", "));
    }

    private static String near(String variable, List<Setting> settings) {
        if (settings.stream().anyMatch(setting -> setting.variable().equals(variable))) {
            return " (which is a flag only)";
        }
        String key = variable.substring(Setting.VARIABLE_PREFIX.length()).replace('_', '-');
        List<Setting> inEnvironment =
                settings.stream().filter(setting -> !setting.isForOneStart()).toList();
        // Without the prefix, since all have it.
        return Nearest.of(key, inEnvironment.stream().map(Setting::key).toList())
                .flatMap(near -> inEnvironment.stream()
                        .filter(setting -> setting.key().equals(near))
                        .findFirst())
                .map(setting -> " (did you mean " + setting.variable() + "?)")
                .orElse("");
    }
}
