package io.lockstep.simulation.log;

import io.lockstep.follower.replication.Replication;
import io.lockstep.simulation.time.Randomness;
import java.util.List;

/** Decides when a shared log gets another leader: soon if no leader reaches a quorum, and sometimes for no reason. */
public final class Elections {

    private static final long LOOK_MICROS = 50_000;

    private static final long LEADERLESS_MICROS_TYPICAL = 200_000;

    private final SharedLog log;
    private final Randomness random;
    private long dueMicros;

    /** Makes elections for this log; {@link #start} begins them. */
    public Elections(SharedLog log, Randomness random) {
        this.log = log;
        this.random = random;
    }

    /** Begins to hold elections. */
    public void start() {
        log.scheduler().every(LOOK_MICROS, this::look);
    }

    private void look() {
        long nowMicros = log.scheduler().nowMicros();
        boolean led = log.leader() != 0 && log.hasQuorum(log.leader());
        if (led) {
            log.remindOfLeader();
        }
        if (led && log.hostility().reignMicros() > 0) {
            if (random.chance((double) LOOK_MICROS / log.hostility().reignMicros())) {
                electOne();
            }
        } else if (!led && log.leader() != 0 && random.chance(0.2)) {
            log.depose();
        }
        if (led) {
            dueMicros = 0;
        } else if (dueMicros == 0) {
            dueMicros = nowMicros + random.delay(LEADERLESS_MICROS_TYPICAL);
        } else if (nowMicros >= dueMicros) {
            dueMicros = 0;
            electOne();
        }
    }

    private void electOne() {
        List<Integer> electable = log.electable();
        if (!electable.isEmpty()) {
            log.elect(random.pick(electable));
        }
    }

    /** Elects another voter in place of a server that leads in this term; only {@code to}, unless that is 0. */
    static boolean transfer(SharedLog log, Randomness random, int server, long term, int to) {
        log.after(log.hostility().commitMicros(), () -> {
            List<Integer> heirs = heirs(log, server, term, to);
            if (!heirs.isEmpty()) {
                log.elect(random.pick(heirs));
            }
        });
        return !heirs(log, server, term, to).isEmpty();
    }

    private static List<Integer> heirs(SharedLog log, int server, long term, int to) {
        return log.leads(server, term)
                ? log.electable().stream()
                        .filter(voter -> voter != server && (to == Replication.ANY_VOTER || voter == to))
                        .toList()
                : List.of();
    }
}
