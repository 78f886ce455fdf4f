package io.lockstep.endtoend.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Looks at a view of the open page at phone and desktop width, light and dark. */
final class ViewLooks {

    /** When a view has what it shows. */
    private static final Map<String, String> READY = Map.of(
            "overview", "document.querySelectorAll('main tbody').length === 2",
            "locks", "document.querySelectorAll('tr[data-name]').length > 0",
            "locks?", "document.body.innerText.includes('In line: 1')",
            "live", "document.querySelectorAll('.feed li').length >= 2",
            "sessions", "document.querySelectorAll('tr[data-session]').length > 2",
            "sessions?", "document.body.innerText.includes('Holds: 1')",
            "audit", "document.querySelectorAll('main tbody tr').length >= 1",
            "contention", "document.querySelectorAll('main tbody').length === 3");

    private ViewLooks() {}

    /** Goes to a view, waits until it is there, and returns what is wrong with how it looks; empty if it is well. */
    static List<String> flaws(Browser browser, String view) throws IOException, InterruptedException {
        String name = view.replaceAll("[?].*", "");
        browser.run("location.hash = '#" + view + "'");
        browser.await("document.title === 'Lockstep: " + name + "' && document.querySelector('main h2')");
        browser.await(Objects.requireNonNull(READY.get(view.contains("?") ? name + "?" : name), view));
        String looks = script();
        List<String> flaws = new ArrayList<>();
        for (int width : new int[] {390, 1280}) {
            for (String scheme : List.of("light", "dark")) {
                browser.look(width, 844, scheme);
                String found = String.valueOf(browser.run(looks));
                if (!found.isEmpty()) {
                    flaws.add(view + " at " + width + ", " + scheme + ": " + found);
                }
            }
        }
        return flaws;
    }

    private static String script() throws IOException {
        try (InputStream script = ViewLooks.class.getResourceAsStream("looks.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
