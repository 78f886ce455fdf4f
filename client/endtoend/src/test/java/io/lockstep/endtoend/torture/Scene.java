package io.lockstep.endtoend.torture;

import io.lockstep.endtoend.cluster.RunningProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What faults happen to.
 *
 * @param pausable a process with clients that may be paused
 * @param random the source of all choices
 */
record Scene(Machines machines, RunningProcess pausable, Random random) {

    Machine any() {
        List<Machine> all = machines.all();
        return all.get(random.nextInt(all.size()));
    }

    /** The machine of the leader; any machine while no leader is known. */
    Machine leader() throws InterruptedException {
        return machines.leader().orElseGet(this::any);
    }

    Machine follower() throws InterruptedException {
        Machine leader = leader();
        List<Machine> others = new ArrayList<>(machines.all());
        others.remove(leader);
        return others.get(random.nextInt(others.size()));
    }

    /** The machines in random order. */
    List<Machine> shuffled() {
        List<Machine> all = new ArrayList<>(machines.all());
        Collections.shuffle(all, random);
        return all;
    }

    List<Machine> othersThan(Machine machine) {
        return machines.all().stream().filter(other -> other != machine).toList();
    }
}
