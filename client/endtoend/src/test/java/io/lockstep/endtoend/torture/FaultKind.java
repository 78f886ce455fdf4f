package io.lockstep.endtoend.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of faults. Which server is hit, and for how long, is decided when one begins. */
enum FaultKind {
    KILL_LEADER,
    KILL_FOLLOWER,
    KILL_ALL,
    PAUSE_LEADER,
    PAUSE_FOLLOWER,
    PAUSE_ALL,
    PAUSE_CLIENTS,
    /** SIGTERM and a start of each server in turn. */
    ROLLING_RESTART,
    /** A server is killed, its data are wiped, and it joins again at its address. */
    WIPE_SERVER,
    /** An operator says that the next server takes the place of one, which is then wiped and joins again. */
    REPLACE_SERVER,
    /** An operator removes a server with nobody in its place; it stops, is wiped and joins again. */
    REMOVE_SERVER,
    /** Nearly no file descriptors are left for a server, and clients connect. */
    DESCRIPTORS,
    /** Clients that send much and never read. */
    SLOW_READERS,
    /** The clock of one server, or of all, jumps by up to a day, and back. */
    CLOCK_JUMP,
    /** The leader and all other servers lose each other's packets. */
    CUT_LEADER,
    CUT_FOLLOWER,
    /** A server hears no other server, and all hear it. */
    CUT_IN,
    CUT_OUT,
    /** Two servers lose each other's packets; a third reaches both. */
    CUT_PAIR,
    /** The links of one server are cut and whole by turns, several times a second. */
    FLAPPING,
    /** Connections between servers are reset, again and again. */
    RESET_PEERS,
    /** Clients reach only a minority of the servers, which reach each other. */
    CUT_MAJORITY_FROM_CLIENTS,
    /** Packets between all clients and one server are lost. */
    CUT_CLIENTS,
    RESET_CLIENTS,
    /** One packet of a hundred between servers is lost. */
    LOSS,
    /** Data between servers takes 1, 10 or 50 ms longer, in each direction. */
    DELAY,
    /** Each fdatasync of a server takes 20 ms longer. */
    SLOW_FSYNC,
    /** Each fdatasync of the leader takes 5 s longer. */
    HANGING_FSYNC,
    FAILING_FSYNC,
    FULL_DISK,
    /** The disk of one server loses all that is not synced, and its process ends. */
    POWER_LOSS,
    /** The same for all servers at one moment. */
    POWER_LOSS_ALL;

    /** A fault of this kind, not begun yet. */
    Fault make(Scene scene) {
        return switch (this) {
            case KILL_LEADER -> ProcessFaults.killLeader(scene);
            case KILL_FOLLOWER -> ProcessFaults.killFollower(scene);
            case KILL_ALL -> ProcessFaults.killAll(scene);
            case PAUSE_LEADER -> ProcessFaults.pauseLeader(scene);
            case PAUSE_FOLLOWER -> ProcessFaults.pauseFollower(scene);
            case PAUSE_ALL -> ProcessFaults.pauseAll(scene);
            case PAUSE_CLIENTS -> ProcessFaults.pauseClients(scene);
            case ROLLING_RESTART -> ProcessFaults.rollingRestart(scene);
            case WIPE_SERVER -> ProcessFaults.wipe(scene);
            case REPLACE_SERVER -> ProcessFaults.replace(scene);
            case REMOVE_SERVER -> ProcessFaults.remove(scene);
            case DESCRIPTORS -> ProcessFaults.descriptors(scene);
            case SLOW_READERS -> ProcessFaults.slowReaders(scene);
            case CLOCK_JUMP -> ProcessFaults.clockJump(scene);
            case CUT_LEADER -> NetworkFaults.cutLeader(scene);
            case CUT_FOLLOWER -> NetworkFaults.cutFollower(scene);
            case CUT_IN -> NetworkFaults.cutIn(scene);
            case CUT_OUT -> NetworkFaults.cutOut(scene);
            case CUT_PAIR -> NetworkFaults.cutPair(scene);
            case FLAPPING -> NetworkFaults.flapping(scene);
            case RESET_PEERS -> NetworkFaults.resetPeers(scene);
            case CUT_MAJORITY_FROM_CLIENTS -> NetworkFaults.cutMajorityFromClients(scene);
            case CUT_CLIENTS -> NetworkFaults.cutClients(scene);
            case RESET_CLIENTS -> NetworkFaults.resetClients(scene);
            case LOSS -> NetworkFaults.loss(scene);
            case DELAY -> NetworkFaults.delay(scene);
            case SLOW_FSYNC -> DiskFaults.slowFsync(scene);
            case HANGING_FSYNC -> DiskFaults.hangingFsync(scene);
            case FAILING_FSYNC -> DiskFaults.failingFsync(scene);
            case FULL_DISK -> DiskFaults.fullDisk(scene);
            case POWER_LOSS -> DiskFaults.powerLoss(scene);
            case POWER_LOSS_ALL -> DiskFaults.powerLossOfAll(scene);
        };
    }

    /** The name of the kind on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether no other fault may overlap. Of three servers, one that is wiped and one that has lost the end of its log
     * are the loss of two.
     */
    boolean isAlone() {
        return this == WIPE_SERVER || this == REPLACE_SERVER || this == REMOVE_SERVER;
    }

    /** What this kind needs on this machine and does not find; empty if it can be caused. */
    String obstacle() throws InterruptedException {
        return switch (this) {
            case SLOW_FSYNC, HANGING_FSYNC, FAILING_FSYNC ->
                Shell.works("strace", "-V") ? "" : "strace is missing: install the package strace";
            case CLOCK_JUMP -> FakeClock.library().isPresent() ? "" : "libfaketime is missing: install that package";
            default -> "";
        };
    }

    /** The kinds that these words name, separated by commas; {@code all} names all. */
    static List<FaultKind> named(String words) {
        if (words.equals("all")) {
            return List.of(values());
        }
        List<FaultKind> kinds = new ArrayList<>();
        for (String word : words.split(",")) {
            kinds.add(Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no fault \"" + word + "\"; there are: "
                            + String.join(
                                    ",",
                                    Arrays.stream(values()).map(FaultKind::word).toList()))));
        }
        return kinds;
    }
}
