package io.lockstep.endtoend.faults;

import io.lockstep.endtoend.cluster.FaultyNetwork;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.tools.history.HistoryReader;
import io.lockstep.tools.history.MalformedHistoryException;
import io.lockstep.tools.history.Operation;
import io.lockstep.tools.judge.Judge;
import io.lockstep.tools.judge.Verdict;
import io.lockstep.tools.record.GuardedResource;
import io.lockstep.tools.record.ResourceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs three servers, two processes with clients that record a history, and faults, and judges the history. The choices
 * of the clients and the order of the faults come from a seed; the timing of the machine does not.
 */
final class TortureRun {

    private static final int SERVERS = 3;
    private static final long TTL_MILLIS = 2_000;
    private static final long CALM_IN_THE_END_SECONDS = 2;
    private static final Pattern RATE = Pattern.compile("\"definite_per_second\":([0-9]+),\"grants\":([0-9]+)");

    /**
     * The result.
     *
     * @param definitePerSecond the average number of definite answers of the cluster to both processes
     * @param staleWrites the number of writes that the resource rejected because it had seen a higher token
     */
    record Result(
            Verdict verdict,
            List<Fault> injected,
            int operations,
            long grants,
            long definitePerSecond,
            long staleWrites) {

        boolean isSound() {
            return verdict instanceof Verdict.Sound;
        }

        @Override
        public String toString() {
            return String.format(
                    "%s%n%d operations, %d grants, %d definite answers/s, %d stale writes rejected, %d faults: %s",
                    verdict.text(),
                    operations,
                    grants,
                    definitePerSecond,
                    staleWrites,
                    injected.size(),
                    injected.stream().collect(Collectors.groupingBy(Fault::word, TreeMap::new, Collectors.counting())));
        }
    }

    private final int seconds;
    private final List<Fault> faults;
    private final int clients;
    private final long seed;

    /** Creates a run that repeats {@code faults} in their order until time is up. */
    TortureRun(int seconds, List<Fault> faults, int clients, long seed) {
        this.seconds = seconds;
        this.faults = List.copyOf(faults);
        this.clients = clients;
        this.seed = seed;
    }

    /** The faults in an order that the seed decides. */
    static List<Fault> shuffled(List<Fault> faults, long seed) {
        List<Fault> order = new ArrayList<>(faults);
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    /** Runs the cluster, the clients and the faults. Keeps the history at {@code kept}. */
    Result run(Path kept) throws IOException, InterruptedException, MalformedHistoryException {
        GuardedResource resource = new GuardedResource();
        List<FaultyNetwork> networks = new ArrayList<>();
        try (RealCluster cluster = RealCluster.start(SERVERS, "--locks-per-client=0");
                ResourceServer server = new ResourceServer(resource)) {
            for (int number = 1; number <= SERVERS; number++) {
                networks.add(new FaultyNetwork(cluster.port(number)));
            }
            try (RunningProcess steady = record(cluster, networks, server, 1);
                    RunningProcess paused = record(cluster, networks, server, 2)) {
                List<Fault> injected = new ArrayList<>();
                FaultInjector injector = new FaultInjector(cluster, networks, paused, TTL_MILLIS, new Random(seed));
                long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds - CALM_IN_THE_END_SECONDS);
                while (!faults.isEmpty() && endNanos - System.nanoTime() > 0) {
                    Fault fault = faults.get(injected.size() % faults.size());
                    injected.add(fault);
                    injector.inject(fault);
                }
                requireRecorded(steady);
                requireRecorded(paused);
                return judge(cluster, List.of(steady.text(), paused.text()), injected, resource.rejected(), kept);
            }
        } finally {
            for (FaultyNetwork network : networks) {
                network.close();
            }
        }
    }

    private RunningProcess record(RealCluster cluster, List<FaultyNetwork> networks, ResourceServer server, int which) {
        String servers = String.join(
                ",",
                networks.stream().map(network -> "127.0.0.1:" + network.port()).toList());
        List<String> command = Jars.tools(
                "torture",
                "--server=" + servers,
                "--output=json",
                "--ttl=" + TTL_MILLIS + "ms",
                "--history=" + history(cluster, which),
                "--duration=" + seconds + "s",
                "--clients=" + clients,
                "--locks=" + Math.max(2, clients / 2),
                "--prefix=lock",
                "--resource=127.0.0.1:" + server.port(),
                "--seed=" + (seed + which),
                "--floor=0");
        return RunningProcess.start("recorder " + which, cluster.directory(), Map.of(), command);
    }

    private static Path history(RealCluster cluster, int which) {
        return cluster.directory().resolve("history-" + which);
    }

    private void requireRecorded(RunningProcess recorder) throws InterruptedException {
        recorder.await("its result", line -> RATE.matcher(line).find());
        if (recorder.awaitExit() != 0) {
            throw new AssertionError("a recorder failed:\n" + recorder.text());
        }
    }

    private static Result judge(
            RealCluster cluster, List<String> outputs, List<Fault> injected, long staleWrites, Path kept)
            throws IOException, MalformedHistoryException {
        long grants = 0;
        long definite = 0;
        for (String output : outputs) {
            Matcher rate = RATE.matcher(output);
            if (!rate.find()) {
                throw new AssertionError("no figures:\n" + output);
            }
            definite += Long.parseLong(rate.group(1));
            grants += Long.parseLong(rate.group(2));
        }
        List<Path> files = List.of(history(cluster, 1), history(cluster, 2));
        List<Operation> operations = HistoryReader.read(files);
        Files.createDirectories(kept);
        for (Path file : files) {
            Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        Verdict verdict = Judge.judge(operations, Judge.STATES_MAX_DEFAULT);
        return new Result(verdict, injected, operations.size(), grants, definite, staleWrites);
    }
}
