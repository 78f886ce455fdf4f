package io.lockstep.endtoend.browser;

import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one window and a profile of its own. */
public final class Browser implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars");

    private final Path profile;
    private final RunningProcess process;
    private final WebDriver driver;
    private final String session;

    private Browser(Path profile, RunningProcess process, WebDriver driver, String session) {
        this.profile = profile;
        this.process = process;
        this.driver = driver;
        this.session = session;
    }

    /** Why there is no browser; empty if there is one. */
    static String obstacle() {
        for (String program : List.of("chromium", "chromedriver")) {
            if (Stream.of("/usr/bin/", "/usr/local/bin/").noneMatch(at -> Files.isExecutable(Path.of(at + program)))) {
                return program + " is not installed; on Debian: apt install chromium chromium-driver";
            }
        }
        return "";
    }

    /** Starts one. {@code before} is a program that runs the driver, such as {@code nice}, with its arguments. */
    public static Browser start(String... before) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("lockstep-browser-");
        int port = FreePorts.one();
        List<String> command = Stream.concat(Stream.of(before), Stream.of("chromedriver", "--port=" + port))
                .toList();
        RunningProcess process = RunningProcess.start("chromedriver", profile, Map.of(), command);
        process.await("a driver", line -> line.contains("started successfully"));
        WebDriver driver = new WebDriver(port);
        List<String> flags = Stream.concat(FLAGS.stream(), Stream.of("--user-data-dir=" + profile.resolve("profile")))
                .toList();
        Map<String, Object> wanted = Map.of(
                "browserName", "chrome",
                "goog:chromeOptions", Map.of("args", flags),
                "goog:loggingPrefs", Map.of("browser", "ALL"));
        Object begun = driver.send("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)));
        return new Browser(profile, process, driver, "/session/" + ((Map<?, ?>) begun).get("sessionId"));
    }

    public void open(String url) throws IOException, InterruptedException {
        send("/url", Map.of("url", url));
    }

    /** Runs a script in the page; {@code return} gives its value. */
    public @Nullable Object run(String script) throws IOException, InterruptedException {
        return send("/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** The value of an expression, as text. */
    String text(String expression) throws IOException, InterruptedException {
        return String.valueOf(run("return String(" + expression + ")"));
    }

    /** Waits until an expression is true in the page. */
    public void await(String expression) throws IOException, InterruptedException {
        try {
            RealCluster.await(expression, () -> Boolean.TRUE.equals(run("return Boolean(" + expression + ")")));
        } catch (AssertionError never) {
            String shown = text("document.body.innerText");
            throw new AssertionError(never.getMessage() + "; the page says:\n" + shown, never);
        }
    }

    /** Waits until the page shows this text. */
    void awaitText(String text) throws IOException, InterruptedException {
        await("document.body.innerText.includes(" + quoted(text) + ")");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Clicks the first element that a CSS selector finds, as a person does: it must be in view and not be covered. */
    void click(String selector) throws IOException, InterruptedException {
        send("/element/" + find(selector) + "/click", Map.of());
    }

    /** Types into the first element that a CSS selector finds. */
    void type(String selector, String keys) throws IOException, InterruptedException {
        send("/element/" + find(selector) + "/value", Map.of("text", keys));
    }

    /** Presses keys, wherever the focus is. */
    void press(String key) throws IOException, InterruptedException {
        send(
                "/actions",
                Map.of(
                        "actions",
                        List.of(Map.of(
                                "type",
                                "key",
                                "id",
                                "keyboard",
                                "actions",
                                List.of(
                                        Map.of("type", "keyDown", "value", key),
                                        Map.of("type", "keyUp", "value", key))))));
    }

    private String find(String selector) throws IOException, InterruptedException {
        Object element = send("/element", Map.of("using", "css selector", "value", selector));
        return String.valueOf(((Map<?, ?>) element).values().iterator().next());
    }

    /** Makes the window as large as that of a device, and gives it the user's wish for light or dark colours. */
    void look(int width, int height, String scheme) throws IOException, InterruptedException {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void command(String name, Map<String, ?> parameters) throws IOException, InterruptedException {
        send("/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    /** What the window shows, as PNG. */
    byte[] picture() throws IOException, InterruptedException {
        Object picture = driver.send("GET", session + "/screenshot", Map.of());
        return Base64.getDecoder().decode(String.valueOf(picture));
    }

    /** What the browser has complained about since the last look, such as scripts that its policy forbids. */
    String complaints() throws IOException, InterruptedException {
        return String.valueOf(send("/se/log", Map.of("type", "browser")));
    }

    private @Nullable Object send(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return driver.send("POST", session + path, body);
    }

    @Override
    public void close() throws IOException {
        try {
            // The driver ends the browser; without it the browser would go on.
            driver.send("DELETE", session, Map.of());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        process.close();
        RealCluster.delete(profile);
    }
}
