package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A transcript of {@code docs/PROTOCOL.md}; section 9 of that page defines its lines. */
public final class Transcript {

    private static final Pattern STEP = Pattern.compile("([A-Z])( = server |<|>| closed)( ?)(.*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z0-9]+|\\.\\.\\.)>");
    private static final String ANY_LINES = "...";

    private record Step(int line, String connection, String kind, String text) {
        @Override
        public String toString() {
            return "line " + line + ": " + connection + kind + " " + text;
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> words = new HashMap<>();

    private Transcript() {}

    /** All the transcripts of a page. */
    public static List<Transcript> in(List<String> page) {
        List<Transcript> found = new ArrayList<>();
        Transcript current = null;
        for (int i = 0; i < page.size(); i++) {
            String line = page.get(i);
            if (line.startsWith("```")) {
                current = line.equals("```transcript") ? new Transcript() : null;
                if (current != null) {
                    found.add(current);
                }
            } else if (current != null) {
                Matcher parts = STEP.matcher(line);
                if (!parts.matches()) {
                    throw new AssertionError("line " + (i + 1) + " is no step: " + line);
                }
                current.steps.add(new Step(i + 1, parts.group(1), parts.group(2).strip(), parts.group(4)));
            }
        }
        return found;
    }

    /** Plays the transcript, and fails at the first line that differs from the page. */
    public void play(RealCluster cluster) throws IOException {
        Map<String, LineClient> connections = new HashMap<>();
        try {
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (step.kind().equals("= server")) {
                    connections.put(step.connection(), cluster.connect(Integer.parseInt(step.text())));
                    Step greeting = steps.get(++i);
                    require(greeting, connections.get(step.connection()).greeting());
                } else {
                    play(step, connections.get(step.connection()), i + 1 < steps.size() ? steps.get(i + 1) : step);
                }
            }
        } finally {
            for (LineClient connection : connections.values()) {
                connection.close();
            }
        }
    }

    private void play(Step step, LineClient connection, Step next) throws IOException {
        switch (step.kind()) {
            case ">" -> connection.send(filled(step));
            case "closed" -> {
                String line = connection.read();
                if (line != null) {
                    throw new AssertionError(step + ": came instead: " + line);
                }
            }
            case "<" -> {
                if (step.text().equals(ANY_LINES)) {
                    skip(next, connection);
                } else {
                    require(step, connection.read());
                }
            }
            default -> throw new AssertionError("unknown step: " + step);
        }
    }

    /** Reads up to the line before the next expected one, which is left to its own step. */
    private void skip(Step next, LineClient connection) throws IOException {
        String line = connection.read();
        while (line != null && !expected(next).matcher(line).matches()) {
            line = connection.read();
        }
        connection.unread(line);
    }

    private void require(Step step, String line) {
        Matcher matcher = expected(step).matcher(String.valueOf(line));
        if (line == null || !matcher.matches()) {
            throw new AssertionError(step + "\n   came instead: " + line + "\n   with " + words);
        }
        int group = 0;
        for (String word : unboundWords(step)) {
            words.put(word, matcher.group(++group));
        }
    }

    private Pattern expected(Step step) {
        StringBuilder pattern = new StringBuilder();
        Matcher placeholders = PLACEHOLDER.matcher(step.text());
        List<String> unbound = unboundWords(step);
        List<String> seen = new ArrayList<>();
        int end = 0;
        while (placeholders.find()) {
            pattern.append(Pattern.quote(step.text().substring(end, placeholders.start())));
            String word = placeholders.group(1);
            if (word.equals(ANY_LINES)) {
                pattern.append(".*");
            } else if (!unbound.contains(word)) {
                pattern.append(Pattern.quote(words.get(word)));
            } else if (seen.contains(word)) {
                pattern.append('\\').append(seen.indexOf(word) + 1);
            } else {
                pattern.append("([^ \"]+)");
                seen.add(word);
            }
            end = placeholders.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(step.text().substring(end))).toString());
    }

    private List<String> unboundWords(Step step) {
        return PLACEHOLDER
                .matcher(step.text())
                .results()
                .map(result -> result.group(1))
                .filter(word -> !word.equals(ANY_LINES) && !words.containsKey(word))
                .distinct()
                .toList();
    }

    private String filled(Step step) {
        return PLACEHOLDER
                .matcher(step.text())
                .replaceAll(result -> Matcher.quoteReplacement(words.getOrDefault(result.group(1), result.group())));
    }

    @Override
    public String toString() {
        return "the transcript at line " + steps.get(0).line();
    }
}
