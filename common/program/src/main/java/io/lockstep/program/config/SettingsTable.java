package io.lockstep.program.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/** Every setting with its value and its source, as a table of text. Only after the command line was parsed. */
final class SettingsTable {

    private static final String NONE = "-";
    private static final String SECRET = "********";

    private record Row(String name, String value, String source) {}

    private SettingsTable() {}

    /** @param derived what settings without a value of their own come to, by key */
    static String of(SettingSources sources, Map<String, String> derived) {
        List<Row> rows = new ArrayList<>(List.of(new Row("SETTING", "VALUE", "SOURCE")));
        sources.settings().stream()
                .filter(setting -> !setting.isForOneStart())
                .map(setting -> new Row(setting.key(), shown(setting, sources, derived), sources.described(setting)))
                .forEach(rows::add);
        String format = "%-" + width(rows, Row::name) + "s  %-" + width(rows, Row::value) + "s  %s%n";
        return rows.stream()
                .map(row -> String.format(format, row.name(), row.value(), row.source()))
                .collect(Collectors.joining());
    }

    private static int width(List<Row> rows, Function<Row, String> column) {
        return rows.stream().map(column).mapToInt(String::length).max().orElse(1);
    }

    private static String shown(Setting setting, SettingSources sources, Map<String, String> derived) {
        String value = switch (sources.of(setting)) {
            case FLAG -> given(setting.option());
            case ENVIRONMENT, FILE -> Objects.requireNonNullElse(sources.outside(setting), NONE);
            case DEFAULT ->
                derived.getOrDefault(
                        setting.key(),
                        Objects.requireNonNullElse(setting.option().defaultValue(), NONE));
        };
        return setting.isSecret() && !value.equals(NONE) ? SECRET : value;
    }

    private static String given(OptionSpec option) {
        List<String> values = option.originalStringValues();
        boolean flagAlone = values.isEmpty() || values.get(values.size() - 1).isEmpty();
        return flagAlone ? String.valueOf(option.<Object>getValue()) : values.get(values.size() - 1);
    }
}
