package io.lockstep.endtoend.browser;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes the pictures of the page that the docs show, of a cluster of its own with some clients. */
final class PagePictures implements AutoCloseable {

    private static final long AGE_SECONDS = 75;

    private final RealCluster cluster;
    private final Browser browser;
    private final Path directory;
    private final List<LineClient> clients = new ArrayList<>();

    private PagePictures(RealCluster cluster, Browser browser, Path directory) {
        this.cluster = cluster;
        this.browser = browser;
        this.directory = directory;
    }

    /** A client that holds some locks; {@code server} is where it is connected. */
    private LineClient client(int server, String label, String... locks) throws IOException {
        LineClient client = cluster.connect(server);
        clients.add(client);
        client.ask("HELLO ttl=10m client=" + label);
        for (String lock : locks) {
            LineClient.Answer answer = client.ask("LOCK " + lock);
            if (!answer.ok()) {
                throw new AssertionError(answer.line());
            }
        }
        return client;
    }

    private static void await(LineClient client, String lock) throws IOException {
        client.send("#w LOCK " + lock + " wait=30m");
        client.read();
    }

    private void populate() throws IOException {
        String[] regions = {"berlin", "dublin", "oslo", "porto", "riga", "turin"};
        for (int i = 0; i < regions.length; i++) {
            client(
                    i % 3 + 1,
                    "stock@" + regions[i] + "[" + (4711 + 13 * i) + "]",
                    "warehouse/" + regions[i] + "/stock");
        }
        client(1, "cron@db1[812]", "report/nightly");
        LineClient deploy = client(2, "ci@runner-7[20881]", "deploy/production");
        client(3, "migrate@db1[977]", "schema/orders");
        await(deploy, "schema/orders");
        client(1, "web@node-1[301]", "leader/web");
        for (int i = 2; i <= 4; i++) {
            await(client(i - 1, "web@node-" + i + "[" + (301 + i) + "]"), "leader/web");
        }
        for (int i = 8; i <= 12; i++) {
            await(client(i % 3 + 1, "ci@runner-" + i + "[" + (20_881 + i) + "]"), "deploy/production");
        }
        LineClient busy = client(2, "billing@app-3[1550]");
        for (int i = 0; i < 6; i++) {
            busy.ask("LOCK billing/invoice-" + (2041 + i));
            if (i < 4) {
                busy.ask("RELEASE billing/invoice-" + (2041 + i));
            }
        }
    }

    private void open(int server, String view, int width, int height, String scheme) throws Exception {
        browser.look(width, height, scheme);
        browser.open("about:blank");
        browser.open("http://127.0.0.1:" + cluster.httpPort(server) + "/" + view);
        browser.await("document.querySelector('#health.well') && document.querySelector('main tbody tr')");
    }

    private void take(String name) throws Exception {
        Files.write(directory.resolve(name), browser.picture());
        System.out.println(directory.resolve(name));
    }

    private void run() throws Exception {
        populate();
        // So that not all times in the pictures are zero.
        TimeUnit.SECONDS.sleep(AGE_SECONDS);
        open(1, "#locks?open=deploy/production", 1180, 900, "light");
        browser.awaitText("In line: 5");
        take("page-locks.png");
        open(2, "#contention", 1180, 900, "dark");
        browser.await("document.querySelector('.chains')");
        take("page-contention.png");
        open(1, "#sessions?prefix=ci@runner-7", 1180, 780, "light");
        browser.click(".toggle");
        browser.awaitText("Requests that wait: 1");
        take("page-sessions.png");
        open(3, "#overview", 390, 844, "light");
        browser.await("document.querySelectorAll('main tbody').length === 2");
        take("page-phone.png");
    }

    @Override
    public void close() throws IOException {
        for (LineClient client : clients) {
            client.close();
        }
    }

    /** Writes the pictures into the directory that is named. */
    public static void main(String[] arguments) throws Exception {
        String obstacle = Browser.obstacle();
        if (!obstacle.isEmpty()) {
            System.err.println(obstacle);
            System.exit(69);
        }
        try (RealCluster cluster = RealCluster.start(3, "--locks-per-client", "0");
                Browser browser = Browser.start();
                PagePictures pictures = new PagePictures(cluster, browser, Path.of(arguments[0]))) {
            pictures.run();
        }
    }
}
