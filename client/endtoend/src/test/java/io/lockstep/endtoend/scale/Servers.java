package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cluster of three servers, with a heap of the wanted size. Server 1 leads. */
final class Servers implements AutoCloseable {

    private static final int SERVERS = 3;
    private static final int WARMUP_CLIENTS = 64;

    /** As the scripts start servers. */
    private static final List<String> OPTIONS = List.of("-Xms24m", "-Xmn16m", "-Xss512k");

    private final RealCluster cluster;

    private Servers(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** Starts them. */
    static Servers start(Sizes sizes, String... founderFlags) throws InterruptedException {
        List<String> flags = new ArrayList<>(List.of("--locks-per-client", "0"));
        flags.addAll(List.of(founderFlags));
        return new Servers(
                RealCluster.start(SERVERS, command -> tuned(command, sizes.heap()), flags.toArray(String[]::new)));
    }

    /** The same, after some time of load: the virtual machine has compiled what matters. */
    static Servers warm(Sizes sizes, String... founderFlags) throws IOException, InterruptedException {
        Servers servers = start(sizes, founderFlags);
        for (int server = 1; server <= SERVERS; server++) {
            ClosedLoop.measure(
                    servers.port(server),
                    WARMUP_CLIENTS,
                    (double) sizes.warmupSeconds() / SERVERS,
                    (client, step) -> ClosedLoop.OWN_LOCK.next(client, step),
                    2,
                    servers.pid(server));
        }
        return servers;
    }

    private static List<String> tuned(List<String> command, String heap) {
        List<String> tuned = new ArrayList<>();
        for (String word : command) {
            if (word.startsWith("-Xmx")) {
                tuned.addAll(OPTIONS);
                tuned.add("-Xmx" + heap);
            } else if (!word.equals("-XX:TieredStopAtLevel=1")) {
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
        return output.lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.split("\\s+"))
                .mapToLong(fields -> Long.parseLong(fields[2]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("jcmd of a JDK is needed here; it said: " + output));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
