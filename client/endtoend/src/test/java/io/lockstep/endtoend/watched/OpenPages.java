package io.lockstep.endtoend.watched;

import io.lockstep.endtoend.browser.Browser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The page of a server, open in windows of Chromium. It and its driver get the least share of the processors. */
final class OpenPages implements Onlookers {

    private final List<Browser> browsers = new ArrayList<>();

    OpenPages(int count, int port) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            Browser browser = Browser.start("nice", "-n", "19");
            browsers.add(browser);
            browser.open("http://127.0.0.1:" + port + "/#live");
        }
        for (Browser each : browsers) {
            each.await("document.querySelectorAll('.feed').length === 1");
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
    public void leave() throws IOException {
        for (Browser each : browsers) {
            each.close();
        }
    }
}
