package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.Memory;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One attack on a cluster, while a neighbour at each server works. */
final class AttackRun {

    private static final long GAP_MILLIS_MAX = 1_000;
    private static final double SLOWER_MAX = 5;

    /** What a Java process has beside its heap: code, stacks, buffers of sockets. */
    private static final long BESIDE_HEAP_MEGABYTES = 100;

    private static final int AFTERWARDS_SECONDS = 1;

    private final RealCluster cluster;
    private final NamedAttack attack;
    private final Pace pace;

    /**
     * How long each part takes.
     *
     * @param warmUpSeconds neighbours work, and the servers get to know their code
     * @param aloneSeconds neighbours work alone
     * @param attackSeconds with the attacker, at least
     */
    record Pace(int warmUpSeconds, int aloneSeconds, int attackSeconds) {}

    /**
     * What a run has seen.
     *
     * @param after in the first second without the attacker
     * @param terms how often the leader changed
     * @param memoryMegabytes of the largest server
     * @param flaws that are none of the times
     */
    record Result(
            String got,
            Service before,
            Service during,
            Service after,
            long terms,
            long memoryMegabytes,
            List<String> flaws) {

        /** What an attack may not cost. */
        List<String> brokenBounds(int heapMegabytes) {
            List<String> broken = new ArrayList<>();
            long gapMillis = Math.max(during.longestGapMillis(), after.longestGapMillis());
            if (gapMillis > GAP_MILLIS_MAX) {
                broken.add("a neighbour was not served for " + gapMillis + " ms");
            }
            double slower = during.mostMillis() / before.mostMillis();
            if (slower > SLOWER_MAX) {
                broken.add(String.format(Locale.ROOT, "p99 is %.1f times as long", slower));
            }
            if (memoryMegabytes > heapMegabytes + BESIDE_HEAP_MEGABYTES) {
                broken.add("a server takes " + memoryMegabytes + " MB");
            }
            return broken;
        }

        @Override
        public String toString() {
            return "alone " + before + ", attacked " + during + ", afterwards " + after + "; changes of leader " + terms
                    + "; the attacker got " + got + "; largest server " + memoryMegabytes + " MB";
        }
    }

    /** @param cluster started as the attack wants it */
    AttackRun(RealCluster cluster, NamedAttack attack, Pace pace) {
        this.cluster = cluster;
        this.attack = attack;
        this.pace = pace;
    }

    Result run() throws InterruptedException, IOException {
        List<String> flaws = new ArrayList<>();
        long termBefore = term();
        Service before;
        Service during;
        Service after;
        String got;
        try (Neighbours neighbours = new Neighbours(cluster, attack.setting().alsoServed())) {
            TimeUnit.SECONDS.sleep(pace.warmUpSeconds());
            neighbours.next();
            TimeUnit.SECONDS.sleep(pace.aloneSeconds());
            before = neighbours.next();
            got = attack(neighbours);
            during = neighbours.next();
            // What the attacker leaves behind may be work, too.
            TimeUnit.SECONDS.sleep(AFTERWARDS_SECONDS);
            after = neighbours.next();
            neighbours.troubles().stream().distinct().forEach(trouble -> flaws.add("a neighbour: " + trouble));
        }
        long memory = 0;
        for (int server = 1; server <= cluster.size(); server++) {
            memory = Math.max(
                    memory, Memory.mostMegabytes(cluster.process(server).pid()));
        }
        return new Result(got, before, during, after, term() - termBefore, memory, flaws);
    }

    private String attack(Neighbours neighbours) throws InterruptedException {
        int seconds = Math.max(pace.attackSeconds(), attack.secondsMin());
        List<String> target = Target.arguments(cluster, cluster.awaitLeader(0), seconds);
        try (RunningProcess attacker = AttackerProgram.start(attack.name(), target)) {
            attacker.await("its beginning", AttackerProgram.BEGINNING::equals);
            neighbours.next();
            String end = attacker.await("its end", line -> line.startsWith(AttackerProgram.END));
            return end.substring(AttackerProgram.END.length());
        }
    }

    /** The term of any server that runs. */
    private long term() throws IOException {
        for (int server = 1; server <= cluster.size(); server++) {
            if (cluster.process(server).isAlive()) {
                try (LineClient client = cluster.connect(server)) {
                    return Long.parseLong(client.ask("INFO").fact("term"));
                }
            }
        }
        return 0;
    }
}
