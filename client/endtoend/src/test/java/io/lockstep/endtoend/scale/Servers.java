package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A cluster of three servers, with a heap of the wanted size. Server 1 leads. */
final class Servers implements AutoCloseable {

    private static final int SERVERS = 3;
    private static final int WARMUP_CLIENTS = 64;

    /** The bytes and the name of a class. */
    private static final Pattern HISTOGRAM_ROW = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");

    /** As the scripts start servers. */
    private static final List<String> OPTIONS = List.of("-Xms24m", "-Xmn16m", "-Xss512k");

    private final RealCluster cluster;

    private Servers(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** Starts them, without a history: it would grow with what is done. */
    static Servers start(Sizes sizes) throws InterruptedException {
        return new Servers(RealCluster.start(
                SERVERS, command -> tuned(command, sizes), "--locks-per-client", "0", "--history-bytes", "0"));
    }

    /** Gives each of them some load: the virtual machine compiles what matters. */
    void warmUp(Sizes sizes) throws IOException {
        for (int server = 1; server <= SERVERS; server++) {
            ClosedLoop.measure(
                    port(server), WARMUP_CLIENTS, sizes.warmupSeconds() / SERVERS, ClosedLoop.OWN_LOCK, 2, pid(server));
        }
    }

    private static List<String> tuned(List<String> command, Sizes sizes) {
        List<String> tuned = new ArrayList<>();
        for (String word : command) {
            if (word.startsWith("-Xmx")) {
                tuned.addAll(OPTIONS);
                tuned.add("-Xmx" + sizes.heap());
            } else if (sizes.isSmall() || !word.equals("-XX:TieredStopAtLevel=1")) {
                tuned.add(word);
            }
        }
        return tuned;
    }

    RealCluster cluster() {
        return cluster;
    }

    int port(int server) {
        return cluster.port(server);
    }

    long pid(int server) {
        return cluster.process(server).pid();
    }

    /** A fact of INFO that is a number. */
    long fact(int server, String key) throws IOException {
        try (LineClient client = cluster.connect(server)) {
            return Long.parseLong(client.ask("INFO").fact(key));
        }
    }

    /** The bytes of all objects of a server that are still in use. Its virtual machine collects all others first. */
    long liveBytes(int server) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid(server)), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        if (!output.contains("Total")) {
            throw new AssertionError("jcmd of a JDK is needed here; it said: " + output);
        }
        // With gaps the collector fills arrays of integers, which nobody uses.
        return HISTOGRAM_ROW
                .matcher(output)
                .results()
                .filter(row -> !row.group(2).equals("[I") && !row.group(2).contains("Filler"))
                .mapToLong(row -> Long.parseLong(row.group(1)))
                .sum();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
