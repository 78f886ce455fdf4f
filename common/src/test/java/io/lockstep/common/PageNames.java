package io.lockstep.common;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Markdown page names: links, headings, and text in backticks outside code blocks. */
final class PageNames {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String FENCE = "```";

    /**
     * A name on a page.
     *
     * @param text what stands there, without backticks or brackets
     */
    record Name(Path page, int line, String text) {
        @Override
        public String toString() {
            return page.getFileName() + ":" + line + " names " + text;
        }
    }

    private PageNames() {}

    /** Targets of the links that are no web addresses. */
    static List<Name> links(Path page, List<String> lines) {
        return find(page, lines, LINK).stream()
                .filter(link -> !link.text().contains("://"))
                .toList();
    }

    /** Text in backticks. */
    static List<Name> code(Path page, List<String> lines) {
        return find(page, lines, CODE);
    }

    /** The anchors of the headings. */
    static List<String> anchors(List<String> lines) {
        return prose(lines).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    private static List<Name> find(Path page, List<String> lines, Pattern pattern) {
        List<Name> found = new ArrayList<>();
        List<String> prose = prose(lines);
        for (int i = 0; i < prose.size(); i++) {
            Matcher matcher = pattern.matcher(prose.get(i));
            while (matcher.find()) {
                found.add(new Name(page, i + 1, matcher.group(1)));
            }
        }
        return found;
    }

    /** The lines, those of code blocks replaced by empty ones. */
    private static List<String> prose(List<String> lines) {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            boolean fence = line.startsWith(FENCE);
            code ^= fence;
            prose.add(code || fence ? "" : line);
        }
        return prose;
    }
}
