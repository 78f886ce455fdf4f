package io.lockstep.endtoend.cold;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Loads new clusters of three servers as soon as they are started, and prints what each of the first seconds was like.
 * The environment has the directory and the ports, as for {@code scripts/cluster}.
 */
final class FirstSeconds {

    private final int port;
    private final int seconds;

    private FirstSeconds(int port, int seconds) {
        this.port = port;
        this.seconds = seconds;
    }

    private List<Second> ofANewCluster(int clients) throws Exception {
        cluster("start");
        try (ClosedLoop loop = new ClosedLoop(port, clients)) {
            return loop.run(seconds);
        } finally {
            cluster("stop");
            cluster("clean");
        }
    }

    private static void cluster(String verb) throws InterruptedException {
        List<String> command = List.of(Jars.PROJECT.resolve("scripts/cluster").toString(), verb);
        ClientProgram.Result result = ClientProgram.run(command, Map.of(), "");
        if (result.exitCode() != 0) {
            throw new AssertionError(result.text());
        }
    }

    private void print(int clients, int runs) throws Exception {
        List<List<Second>> all = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            all.add(ofANewCluster(clients));
        }
        for (int second = 0; second < seconds; second++) {
            int at = second;
            List<Second> same = all.stream().map(run -> run.get(at)).toList();
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.0f /s | %.2f / %.2f ms |%n",
                    clients,
                    second + 1,
                    median(same, Second::cycles),
                    median(same, each -> each.lockMillis(0.5)),
                    median(same, each -> each.lockMillis(0.99)));
        }
    }

    private static double median(List<Second> runs, ToDoubleFunction<Second> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** {@code PORT SECONDS RUNS CLIENTS...}: the port is that of the server that leads. */
    public static void main(String[] arguments) throws Exception {
        FirstSeconds first = new FirstSeconds(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        int runs = Integer.parseInt(arguments[2]);
        List<String> clients = List.of(arguments).subList(3, arguments.length);
        // This program is warm before it measures.
        first.ofANewCluster(Integer.parseInt(clients.get(clients.size() - 1)));
        System.out.println("| clients | second | lock + release | lock, p50 / p99 |");
        System.out.println("|--:|--:|--:|--:|");
        for (String each : clients) {
            first.print(Integer.parseInt(each), runs);
        }
    }
}
