package io.lockstep.endtoend.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The kinds of faults. Which server is hit, and for how long, is decided when one begins. */
enum FaultKind {
    KILL_LEADER(ProcessFaults::killLeader),
    KILL_FOLLOWER(ProcessFaults::killFollower),
    KILL_ALL(ProcessFaults::killAll),
    PAUSE_LEADER(ProcessFaults::pauseLeader),
    PAUSE_FOLLOWER(ProcessFaults::pauseFollower),
    PAUSE_ALL(ProcessFaults::pauseAll),
    PAUSE_CLIENTS(ProcessFaults::pauseClients),
    /** SIGTERM and a start of each server in turn. */
    ROLLING_RESTART(ProcessFaults::rollingRestart),
    /** Nearly no file descriptors are left for a server, and clients connect. */
    DESCRIPTORS(ProcessFaults::descriptors),
    /** Clients that send much and never read. */
    SLOW_READERS(ProcessFaults::slowReaders),
    /** The clock of one server, or of all, jumps by up to a day, and back. */
    CLOCK_JUMP(ProcessFaults::clockJump),
    /** The leader and all other servers lose each other's packets. */
    CUT_LEADER(NetworkFaults::cutLeader),
    CUT_FOLLOWER(NetworkFaults::cutFollower),
    /** A server hears no other server, and all hear it. */
    CUT_IN(NetworkFaults::cutIn),
    CUT_OUT(NetworkFaults::cutOut),
    /** Two servers lose each other's packets; a third reaches both. */
    CUT_PAIR(NetworkFaults::cutPair),
    /** The links of one server are cut and whole by turns, several times a second. */
    FLAPPING(NetworkFaults::flapping),
    /** Connections between servers are reset, again and again. */
    RESET_PEERS(NetworkFaults::resetPeers),
    /** Clients reach only a minority of the servers, which reach each other. */
    CUT_MAJORITY_FROM_CLIENTS(NetworkFaults::cutMajorityFromClients),
    /** Packets between all clients and one server are lost. */
    CUT_CLIENTS(NetworkFaults::cutClients),
    RESET_CLIENTS(NetworkFaults::resetClients),
    /** One packet of a hundred between servers is lost. */
    LOSS(NetworkFaults::loss),
    /** Data between servers takes 1, 10 or 50 ms longer, in each direction. */
    DELAY(NetworkFaults::delay),
    /** Each fdatasync of a server takes 20 ms longer. */
    SLOW_FSYNC(DiskFaults::slowFsync),
    /** Each fdatasync of the leader takes 5 s longer. */
    HANGING_FSYNC(DiskFaults::hangingFsync),
    FAILING_FSYNC(DiskFaults::failingFsync),
    FULL_DISK(DiskFaults::fullDisk),
    /** The disk of one server loses all that is not synced, and its process ends. */
    POWER_LOSS(DiskFaults::powerLoss),
    /** The same for all servers at one moment. */
    POWER_LOSS_ALL(DiskFaults::powerLossOfAll);

    private final Function<Scene, Fault> maker;

    FaultKind(Function<Scene, Fault> maker) {
        this.maker = maker;
    }

    /** A fault of this kind, not begun yet. */
    Fault make(Scene scene) {
        return maker.apply(scene);
    }

    /** The name of the kind on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
