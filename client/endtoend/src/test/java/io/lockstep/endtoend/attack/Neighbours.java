package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.Neighbour;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.ServiceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A neighbour at each server. */
final class Neighbours implements AutoCloseable {

    private static final long END_MILLIS_MAX = TimeUnit.SECONDS.toMillis(70);

    private final RealCluster cluster;
    private final List<Neighbour> neighbours = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Neighbours(RealCluster cluster, String alsoServed) {
        this.cluster = cluster;
        for (int server = 1; server <= cluster.size(); server++) {
            Neighbour neighbour = new Neighbour(cluster.port(server), "neighbour-" + server, alsoServed);
            neighbours.add(neighbour);
            Thread thread = new Thread(neighbour, "neighbour-" + server);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** How those of servers that run were served since this was called before. */
    Service next() {
        List<ServiceTimes> times = new ArrayList<>();
        for (int server = 1; server <= cluster.size(); server++) {
            ServiceTimes next = neighbours.get(server - 1).nextTimes();
            if (cluster.process(server).isAlive()) {
                times.add(next);
            }
        }
        return Service.of(times);
    }

    /** What went wrong last, of each at a server that runs. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        for (int server = 1; server <= cluster.size(); server++) {
            String trouble = neighbours.get(server - 1).trouble();
            if (!trouble.isEmpty() && cluster.process(server).isAlive()) {
                troubles.add(trouble + " (server " + server + ")");
            }
        }
        return troubles;
    }

    /** Ends their work, and waits for that. */
    @Override
    public void close() {
        neighbours.forEach(Neighbour::end);
        try {
            for (Thread thread : threads) {
                thread.join(END_MILLIS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
