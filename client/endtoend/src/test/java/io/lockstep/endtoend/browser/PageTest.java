package io.lockstep.endtoend.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page in Chromium, with 100,000 locks in the cluster. */
class PageTest {

    private static final int LOCKS = 100_000;

    /** Beyond it a page feels broken. Generous, as the machine that builds is busy. */
    private static final long QUICK_MILLIS = 5_000;

    private static RealCluster cluster;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        String obstacle = Browser.obstacle();
        if (System.getenv("CI") != null) {
            assertThat(obstacle).as("what a build machine must have").isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        cluster = CrowdedCluster.start(LOCKS);
        browser = Browser.start();
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void open(int server, String view) throws IOException, InterruptedException {
        browser.open("about:blank");
        browser.open("http://127.0.0.1:" + cluster.httpPort(server) + "/" + view);
        browser.await("document.querySelector('#health.well')");
    }

    private static void awaitRows(int count) throws IOException, InterruptedException {
        browser.await("document.querySelectorAll('tr[data-name]').length === " + count);
    }

    @Test
    void everyServerShowsTheWholeClusterInOneSentence() throws Exception {
        for (int server = 1; server <= 3; server++) {
            open(server, "");
            assertThat(browser.text("document.querySelector('#health').textContent"))
                    .matches("All 3 servers are up, server [123] leads, and the cluster survives the loss of 1[.]");
            browser.await("document.querySelectorAll('main tbody tr').length >= 3");
            browser.awaitText("as server " + server + " sees it (");
        }
        browser.awaitText("100,");
    }

    @Test
    void aThousandOfAHundredThousandLocksAreShownQuicklyAndTheRestIsFoundByPrefix() throws Exception {
        open(2, "#locks");
        awaitRows(100);
        long started = System.nanoTime();
        browser.click("main p > button");
        awaitRows(1_000);
        browser.type("input[type=search]", "orders/customer-9999");
        awaitRows(11);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)).isLessThan(QUICK_MILLIS);
        assertThat(browser.text("document.querySelector('tr[data-name] .toggle').textContent"))
                .isEqualTo("orders/customer-9999");
        assertThat(browser.text("location.hash")).isEqualTo("#locks?prefix=orders%2Fcustomer-9999");
    }

    @Test
    void namesAndLabelsOfClientsAreTextAndNothingElse() throws Exception {
        String hostile = "<img src=x onerror=\"document.title='broken'\">' & \u202E";
        try (LineClient client = cluster.connect(1)) {
            client.ask("HELLO client=\"<b>bold</b>\"");
            assertThat(client.ask("LOCK \"" + hostile.replace("\"", "\\\"").replace("\u202E", "\\u{202e}") + "\"")
                            .line())
                    .startsWith("OK");
            open(1, "#locks?prefix=%3Cimg");
            awaitRows(1);
            browser.click(".toggle");
            browser.awaitText("<b>bold</b>");
            browser.awaitText("lockstep -s 127.0.0.1:");
            assertThat(browser.text("document.querySelector('.toggle').textContent"))
                    .isEqualTo(hostile.replace("\u202E", "\\u202e"));
            assertThat(browser.text("document.querySelectorAll('main img, main b').length"))
                    .isEqualTo("0");
            assertThat(browser.text("document.title")).isEqualTo("Lockstep: locks");
        }
        assertThat(browser.complaints()).as("of the browser").doesNotContain("SEVERE");
    }

    @Test
    void aSessionLeadsToItsLocksAndALockToItsSession() throws Exception {
        open(3, "#sessions?prefix=many");
        browser.await("document.querySelectorAll('tr[data-session]').length === 10");
        browser.click(".toggle");
        browser.awaitText("The first 100 locks are shown.");
        try (LineClient client = cluster.connect(1)) {
            String number = client.ask("HELLO client=\"<b>linked</b>\"").option("session");
            client.ask("LOCK <i>linked</i>");
            open(2, "#locks?open=%3Ci%3Elinked%3C%2Fi%3E");
            String link = ".details a[href='#sessions?open=" + number + "']";
            browser.await("document.querySelector(\"" + link + "\")");
            browser.click(link);
            browser.awaitText("Holds: 1");
            assertThat(browser.text("document.querySelectorAll('main b, main i').length"))
                    .isEqualTo("0");
            browser.awaitText("<b>linked</b>");
            browser.click(".details a");
            browser.awaitText("In line: 0");
            assertThat(browser.text("location.hash")).contains("open=%3Ci%3Elinked%3C%2Fi%3E");
        }
    }

    @Test
    void whoWaitsForWhomIsShownAndAForcedReleaseIsInTheAudit() throws Exception {
        try (LineClient first = cluster.connect(1);
                LineClient second = cluster.connect(2);
                LineClient third = cluster.connect(3)) {
            first.ask("HELLO client=first");
            second.ask("HELLO client=second");
            String token = first.ask("LOCK zeta").option("token");
            second.ask("LOCK eta");
            second.send("#w LOCK zeta wait=1h");
            third.send("#w LOCK eta wait=1h");
            open(3, "#contention");
            browser.await("/1 waits for eta, held by second #\\d+, who waits for zeta, held by first #\\d+[.]/"
                    + ".test(document.querySelector('.chains')?.innerText)");

            browser.click(".chains a[href$='open=zeta']");
            browser.awaitText("In line: 1");
            browser.click(".force summary");
            assertThat(browser.text("document.querySelector('.force input').value"))
                    .isEqualTo(token);
            assertThat(browser.text("document.querySelector('.force button').disabled"))
                    .isEqualTo("true");
            browser.type(".force label.wide input", "its host is gone");
            browser.click(".force button");
            browser.awaitText("Token " + token + " was released by force.");
            browser.await("document.querySelector('.details .feed')?.innerText.includes('FORCED')");

            browser.await("[...document.querySelectorAll('.details td')].some(cell => cell.innerText === 'by force')");

            browser.click(".force a");
            browser.awaitText("forced release of zeta, token " + token + ", held by first");
            browser.awaitText("its host is gone");
        }
    }

    @Test
    void eventsAreShownAsTheyHappenAndWaitWhilePaused() throws Exception {
        open(2, "#live?prefix=live%2F");
        browser.awaitText("Nothing has happened");
        try (LineClient client = cluster.connect(1)) {
            client.ask("LOCK live/1");
            browser.await("document.querySelector('.feed')?.innerText.includes('got live/1')");
            browser.click(".tools button");
            client.ask("LOCK elsewhere");
            client.ask("RELEASE live/1");
            browser.awaitText("Paused; 1 more");
            assertThat(browser.text("document.querySelectorAll('.feed li').length"))
                    .isEqualTo("1");
            browser.click(".tools button");
            browser.await("document.querySelector('.feed').innerText.includes('gave back live/1')");
        }
    }

    @Test
    void aServerThatDiesIsNotShownAsIfItLived() throws Exception {
        open(3, "#locks?prefix=orders%2Fcustomer-77");
        browser.await("document.querySelectorAll('tr[data-name]').length > 50");
        cluster.kill(3);
        try {
            browser.await("document.body.classList.contains('broken')");
            assertThat(browser.text("document.querySelector('#broken').textContent"))
                    .matches("Out of touch with this server since \\d\\d:\\d\\d:\\d\\d[.].*");
            String heldFor = browser.text("document.querySelector('main time').textContent");
            browser.run("window.frames = 0; (function count() { frames++; setTimeout(count, 300); })()");
            browser.await("frames > 5");
            assertThat(browser.text("document.querySelector('main time').textContent"))
                    .isEqualTo(heldFor);
        } finally {
            cluster.restart(3);
        }
        browser.await("!document.body.classList.contains('broken') && document.querySelector('#broken').hidden");
    }

    @Test
    void everyViewIsReadableAndUsableOnPhoneAndDesktopInLightAndDark() throws Exception {
        List<String> flaws = new ArrayList<>();
        try (LineClient holder = cluster.connect(1);
                LineClient waiter = cluster.connect(2)) {
            LineClient.Answer hello = holder.ask("HELLO client=\"nightly report on db1, a long label\"");
            holder.ask("LOCK reports/of-a-very-long-name/" + "x".repeat(120));
            waiter.send("LOCK reports/of-a-very-long-name/" + "x".repeat(120) + " wait=1h");
            open(1, "#overview");
            String token = waiter.ask("#f LOCK reports/forced").option("token");
            holder.ask("FORCE reports/forced token=" + token + " reason=\"a reason of some words\"");
            for (String view : List.of(
                    "overview",
                    "locks",
                    "locks?prefix=reports/&open=reports/of-a-very-long-name/" + "x".repeat(120),
                    "contention",
                    "sessions",
                    "sessions?open=" + hello.option("session"),
                    "live",
                    "audit")) {
                flaws.addAll(ViewLooks.flaws(browser, view));
            }
        }
        assertThat(flaws).isEmpty();
    }

    @Test
    void aRowOpensByTheKeyboardAndKeepsTheFocusWhenTheRowsAreRenewed() throws Exception {
        open(1, "#locks?prefix=orders%2Fcustomer-123");
        browser.await("document.querySelector('.toggle')");
        browser.run("document.querySelector('.toggle').focus()");
        browser.press("\uE007");
        browser.await("document.querySelector('.toggle').getAttribute('aria-expanded') === 'true'");
        browser.awaitText("In line: 0");
        browser.click(".force summary");
        browser.type(".force label.wide input", "half a rea");
        browser.run("window.before = document.querySelector('tr[data-name]')");
        try (LineClient client = cluster.connect(1)) {
            client.ask("LOCK orders/customer-123-new");
            browser.await("window.before !== document.querySelector('tr[data-name]')");
        }
        assertThat(browser.text("document.activeElement.value")).isEqualTo("half a rea");
    }

    @Test
    void aClusterWithUsersAsksForATokenAndKeepsItInMemoryOnly() throws Exception {
        try (RealCluster users = RealCluster.start(1);
                LineClient root = users.connect(1)) {
            RealCluster.await(
                    "a grant, so the cluster is founded",
                    () -> root.ask("LOCK held").ok());
            String rootToken = root.ask("USER ADD root admin=yes").option("token");
            root.ask("AUTH token=" + rootToken);
            String token = root.ask("USER ADD anna").option("token");
            root.ask("ALLOW anna read");
            root.ask("ALLOW anna watch");
            browser.open("http://127.0.0.1:" + users.httpPort(1) + "/#locks");
            browser.await("!document.querySelector('#login').hidden");
            browser.type("#token", "guessed\uE007");
            browser.awaitText("no user has this token");
            browser.type("#token", token + "\uE007");
            browser.awaitText("One held lock");
            browser.awaitText("anna");
            browser.run("location.hash = '#audit'");
            browser.awaitText("no rule of user anna allows this");
            assertThat(browser.text("document.cookie + localStorage.length + sessionStorage.length"))
                    .isEqualTo("00");
            assertThat(browser.text("location.href + document.documentElement.outerHTML"))
                    .doesNotContain(token);
            browser.run("location.hash = '#locks?open=held'");
            browser.awaitText("In line: 0");
            assertThat(browser.text("document.querySelectorAll('.force').length"))
                    .isEqualTo("0");
        }
    }
}
