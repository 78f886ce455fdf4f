package io.lockstep.endtoend.watched;

import io.lockstep.endtoend.browser.Browser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The page of a server, open in Chromium, its views in turn. Elsewhere each person's browser has processors of its own,
 * so here it gets what the servers and the client leave; a low priority would not do, since Chromium raises it again.
 */
final class OpenPages implements Onlookers {

    private static final List<String> VIEWS = List.of("overview", "locks", "contention", "live", "audit");

    private final int port;
    private final List<Browser> browsers = new ArrayList<>();

    OpenPages(int count, int port) throws IOException, InterruptedException {
        this.port = port;
        for (int i = 0; i < count; i++) {
            browsers.add(Browser.start("chrt", "--idle", "0"));
        }
    }

    @Override
    public void come() throws IOException, InterruptedException {
        for (int i = 0; i < browsers.size(); i++) {
            browsers.get(i).open("http://127.0.0.1:" + port + "/#" + VIEWS.get(i % VIEWS.size()));
        }
        for (Browser each : browsers) {
            each.await("document.querySelectorAll('#content > *').length > 0");
        }
    }

    @Override
    public String seen() throws IOException, InterruptedException {
        int inTouch = 0;
        int hidden = 0;
        for (Browser each : browsers) {
            inTouch += Boolean.TRUE.equals(each.run("return !document.body.classList.contains('broken')")) ? 1 : 0;
            hidden += Boolean.TRUE.equals(each.run("return document.hidden")) ? 1 : 0;
        }
        return browsers.size() + " pages open, " + inTouch + " in touch with their server, " + hidden + " hidden";
    }

    @Override
    public void leave() throws IOException, InterruptedException {
        for (Browser each : browsers) {
            each.open("about:blank");
        }
    }

    @Override
    public void end() throws IOException {
        for (Browser each : browsers) {
            each.close();
        }
    }
}
