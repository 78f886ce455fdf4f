package io.lockstep.endtoend.torture;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One cluster, clients that record what they see, and faults; then the judge. The choices of the clients and the order
 * of the faults come from a seed; the timing of the machine does not.
 */
final class FaultRun {

    private static final long FAULT_MILLIS_MIN = 500;
    private static final int FAULT_MILLIS_SPREAD = 3_500;
    private static final int PAIR_MILLIS_MAX = 1_500;
    private static final int CALM_MILLIS_MAX = 1_500;
    private static final long CALM_IN_THE_END_SECONDS = 2;

    private final FaultSettings settings;
    private final long seed;
    private final Path directory;
    private final Random random;
    private final Map<FaultKind, Integer> counts = new TreeMap<>();

    FaultRun(FaultSettings settings, long seed, Path directory) {
        this.settings = settings;
        this.seed = seed;
        this.directory = directory;
        this.random = new Random(seed);
    }

    /** Runs to the end and judges. The histories are in the directory afterwards, and the output of the servers. */
    FaultReport run() throws IOException, InterruptedException, MalformedHistoryException {
        GuardedResource resource = new GuardedResource();
        boolean clocksJump = settings.kinds().contains(FaultKind.CLOCK_JUMP);
        try (Machines machines = new Machines(settings.servers(), directory, clocksJump);
                ResourceServer server = new ResourceServer(resource)) {
            try {
                return torture(machines, new Recordings(settings, seed, directory, machines, server));
            } finally {
                Files.writeString(directory.resolve("servers.log"), machines.output());
            }
        }
    }

    private FaultReport torture(Machines machines, Recordings recordings)
            throws IOException, InterruptedException, MalformedHistoryException {
        try (recordings) {
            Scene scene = new Scene(machines, recordings.pausable(), random);
            FaultOrder order = new FaultOrder(settings.kinds(), settings.pairs(), random);
            long seconds = settings.seconds() - CALM_IN_THE_END_SECONDS;
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (endNanos - System.nanoTime() > 0) {
                happen(scene, order.next());
                machines.recover();
                settings.say("all servers are back");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(CALM_MILLIS_MAX));
            }
            recordings.await();
            return report(recordings);
        }
    }

    private void happen(Scene scene, List<FaultKind> kinds) throws InterruptedException {
        List<Fault> faults = new ArrayList<>();
        for (FaultKind kind : kinds) {
            settings.say(kind.word());
            Fault fault = kind.make(scene);
            fault.begin();
            faults.add(fault);
            counts.merge(kind, 1, Integer::sum);
            TimeUnit.MILLISECONDS.sleep(kinds.size() > 1 ? random.nextInt(PAIR_MILLIS_MAX) : 0);
        }
        TimeUnit.MILLISECONDS.sleep(FAULT_MILLIS_MIN + random.nextInt(FAULT_MILLIS_SPREAD));
        for (Fault fault : faults) {
            fault.end();
        }
        settings.say("ended");
    }

    private FaultReport report(Recordings recordings) throws IOException, MalformedHistoryException {
        List<Operation> operations = HistoryReader.read(recordings.histories());
        Verdict verdict = Judge.judge(operations, Judge.STATES_MAX_DEFAULT);
        return new FaultReport(
                seed, verdict, counts, operations.size(), recordings.grants(), recordings.definitePerSecond());
    }
}
