package io.lockstep.endtoend.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code strace -f -ttt -T} wrote. */
final class TraceReader {

    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\d+)\\.(\\d{6}) (.*)");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)");
    private static final Pattern END = Pattern.compile("(.*)\\) += (-?\\d+|0x\\p{XDigit}+|\\?).*<(\\d+\\.\\d+)>");
    private static final String UNFINISHED = " <unfinished ...>";

    /** A call that has not returned yet. */
    private record Begun(String name, String arguments, double start) {}

    private final Map<Long, Begun> begun = new HashMap<>();
    private final List<TracedCall> calls = new ArrayList<>();

    private TraceReader() {}

    /** The calls that returned, in the order in which they began. */
    static List<TracedCall> read(Path file) throws IOException {
        return read(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    }

    static List<TracedCall> read(List<String> lines) {
        TraceReader reader = new TraceReader();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                double micros = Long.parseLong(parts.group(2)) * 1e6 + Long.parseLong(parts.group(3));
                reader.line(Long.parseLong(parts.group(1)), micros, parts.group(4));
            }
        }
        reader.calls.sort(Comparator.comparingDouble(TracedCall::start));
        return reader.calls;
    }

    private void line(long thread, double micros, String text) {
        Matcher resumed = RESUMED.matcher(text);
        Matcher call = CALL.matcher(text);
        if (resumed.matches()) {
            Begun first = begun.remove(thread);
            if (first != null) {
                end(thread, first, resumed.group(2), micros);
            }
        } else if (call.matches() && text.endsWith(UNFINISHED)) {
            String arguments = call.group(2).substring(0, call.group(2).length() - UNFINISHED.length());
            begun.put(thread, new Begun(call.group(1), arguments, micros));
        } else if (call.matches()) {
            end(thread, new Begun(call.group(1), "", micros), call.group(2), Double.NaN);
        }
    }

    /** @param endMicros when it returned; not a number if that is its start and the time that it took */
    private void end(long thread, Begun first, String rest, double endMicros) {
        Matcher end = END.matcher(rest);
        if (end.matches()) {
            double took = Double.parseDouble(end.group(3)) * 1e6;
            calls.add(new TracedCall(
                    thread,
                    first.name,
                    first.arguments + end.group(1),
                    first.start,
                    Double.isNaN(endMicros) ? first.start + took : endMicros,
                    resultOf(end.group(2))));
        }
    }

    private static long resultOf(String text) {
        return text.equals("?") ? -1 : Long.decode(text);
    }
}
