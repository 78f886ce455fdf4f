package io.lockstep.simulation;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.Submission;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.node.Node;
import io.lockstep.simulation.check.AppliedIndexes;
import io.lockstep.simulation.check.Coverage;
import io.lockstep.simulation.check.Disturbances;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.Committed;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records the evidence of a run for the checks. It influences nothing. */
final class Observer {

    private static final int SEEN_MAX = 1_000;

    private final Scheduler scheduler;
    private final Trace trace;
    private final List<Committed> log = new ArrayList<>();
    private final List<Evidence.MapSeen> maps = new ArrayList<>();
    private final List<Evidence.Started> starts = new ArrayList<>();
    private final List<Evidence.LineTaken> lines = new ArrayList<>();
    private final AppliedIndexes applied = new AppliedIndexes();
    private final Coverage coverage = new Coverage();
    private final Disturbances disturbances = new Disturbances();
    private final Set<String> lockNames = new TreeSet<>();
    private final long lookEvery;

    /**
     * @param lockNames the locks that clients use; there may be others
     * @param lookEvery the observer looks only at maps whose index is a multiple of this
     */
    Observer(Scheduler scheduler, Trace trace, List<String> lockNames, long lookEvery) {
        this.lookEvery = lookEvery;
        this.lockNames.addAll(lockNames);
        this.scheduler = scheduler;
        this.trace = trace;
    }

    void committed(long index, byte[] bytes) {
        Committed committed = new Committed(index, scheduler.nowMicros(), EntryCodec.decode(bytes));
        log.add(committed);
        for (Submission submission : committed.entry().submissions()) {
            trace.add("log", index + " " + submission);
            met("log: " + submission.command().getClass().getSimpleName());
            if (submission.command() instanceof Command.ChangeAccess access) {
                met("log: " + access.change().getClass().getSimpleName());
            }
        }
    }

    /** Counts an occurrence. */
    void met(String what) {
        coverage.met(what);
    }

    Coverage coverage() {
        return coverage;
    }

    void applied(SimulatedServer server, Node node, long index) {
        trace.add("server-" + server.host(), "applied " + index);
        applied.add(server.host(), index, scheduler.nowMicros());
        if (index % lookEvery == 0) {
            look(server, node);
        }
    }

    void look(SimulatedServer server, Node node) {
        Map<String, List<Long>> holders = new TreeMap<>();
        Map<String, List<Long>> lines = new TreeMap<>();
        Set<String> blocked = new TreeSet<>();
        LockStateMachine machine = node.machine();
        met("map: feature level " + machine.featureLevel());
        for (LockStatus status : machine.held("", "", SEEN_MAX)) {
            lockNames.add(status.name().text());
        }
        for (String text : lockNames) {
            LockName name = new LockName(text);
            LockStatus status = machine.status(name);
            if (status.holders() > 0) {
                holders.put(
                        text,
                        machine.holders(name, SEEN_MAX).stream()
                                .map(HolderStatus::token)
                                .toList());
            }
            if (status.waiting() > 0) {
                lines.put(
                        text,
                        machine.waiters(name, SEEN_MAX).stream()
                                .map(WaiterStatus::session)
                                .toList());
            }
            if (status.blockedUntilMillis() != 0) {
                blocked.add(text);
            }
        }
        maps.add(new Evidence.MapSeen(server.host(), node.appliedIndex(), machine.hash(), holders, lines, blocked));
    }

    void started(SimulatedServer server) {
        met("server: started");
        starts.add(new Evidence.Started(server.host(), scheduler.nowMicros()));
        applied.add(server.host(), 0, scheduler.nowMicros());
    }

    void lineTaken(ServerProcess process, SimulatedServer server, String address) {
        lines.add(new Evidence.LineTaken(server.host(), address, scheduler.nowMicros(), process.hasLeaderInReach()));
    }

    void roleChanged() {
        disturbed(0, 0);
    }

    /** Records a disturbance from {@code beforeMicros} ago until {@code forMicros} from now. */
    void disturbed(long beforeMicros, long forMicros) {
        disturbances.add(scheduler.nowMicros() - beforeMicros, scheduler.nowMicros() + forMicros);
    }

    List<Committed> log() {
        return log;
    }

    List<Evidence.MapSeen> maps() {
        return maps;
    }

    List<Evidence.Started> starts() {
        return starts;
    }

    List<Evidence.LineTaken> lines() {
        return lines;
    }

    AppliedIndexes applied() {
        return applied;
    }

    Disturbances disturbances() {
        return disturbances;
    }
}
