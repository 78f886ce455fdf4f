package io.lockstep.program.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a program's settings are from.
 *
 * @param settings all of them, in the order of their names
 * @param arguments of the command line
 * @param variables of the environment
 */
record SettingSources(
        List<Setting> settings, List<String> arguments, Map<String, String> variables, SettingsFile file) {

    /** The value from the environment or the file; null if neither has one. */
    @Nullable
    String outside(Setting setting) {
        if (setting.isForOneStart()) {
            return null;
        }
        String variable = variable(setting);
        return variable.isEmpty() ? file.values().get(setting.key()) : variable;
    }

    private String variable(Setting setting) {
        return variables.getOrDefault(setting.variable(), "");
    }

    /** Where the value of this setting is from. */
    Source of(Setting setting) {
        if (setting.isAmong(arguments)) {
            return Source.FLAG;
        }
        if (outside(setting) == null) {
            return Source.DEFAULT;
        }
        return variable(setting).isEmpty() ? Source.FILE : Source.ENVIRONMENT;
    }

    /** The setting as the operator wrote it: {@code --port}, {@code LOCKSTEP_PORT} or {@code port in FILE}. */
    String written(Setting setting) {
        return switch (of(setting)) {
            case ENVIRONMENT -> setting.variable();
            case FILE -> setting.key() + " in " + file.name();
            case FLAG, DEFAULT -> setting.flag();
        };
    }

    /** The source of this setting, for a table. */
    String described(Setting setting) {
        return switch (of(setting)) {
            case FLAG -> "flag " + setting.flag();
            case ENVIRONMENT -> "environment " + setting.variable();
            case FILE -> "file " + file.name();
            case DEFAULT -> "default";
        };
    }
}
