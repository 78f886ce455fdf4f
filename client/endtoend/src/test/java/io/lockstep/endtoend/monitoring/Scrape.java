package io.lockstep.endtoend.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one {@code /metrics} said. */
final class Scrape {

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** The names of samples and of families. */
    final Set<String> names = new HashSet<>();

    /** The names of families of this program. */
    final Set<String> families = new HashSet<>();

    final Set<String> labels = new HashSet<>();
    private final List<String> samples = new ArrayList<>();

    Scrape(String text) {
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String family = line.split(" ")[2];
                names.add(family);
                if (family.startsWith("lockstep_")) {
                    families.add(family);
                }
            } else if (!line.startsWith("#")) {
                sample(line);
            }
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        samples.add(line);
        names.add(sample.group(1));
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
            labels.add(label.group(1));
        }
    }

    /** The value of the sample that begins with this; 0 if there is none. */
    double value(String begin) {
        return samples.stream()
                .filter(line -> line.startsWith(begin + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(begin.length() + 1)))
                .findFirst()
                .orElse(0);
    }
}
