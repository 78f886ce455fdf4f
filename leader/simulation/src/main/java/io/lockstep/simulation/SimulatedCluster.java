package io.lockstep.simulation;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.follower.replication.Membership;
import io.lockstep.simulation.log.Elections;
import io.lockstep.simulation.log.LogHostility;
import io.lockstep.simulation.log.SharedLog;
import io.lockstep.simulation.network.SimulatedNetwork;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The servers of a run, their log, and the network between them. */
final class SimulatedCluster {

    /** The token of the administrator that the founder makes, in a cluster with users. */
    static final String ADMIN_TOKEN = "founders-token";

    private static final int STARTS_PER_LEVEL = 8;
    private static final int LEVELS = 3;

    private final Plan plan;
    private final Scheduler scheduler;
    private final SharedLog log;
    private final SimulatedNetwork network;
    private final Observer observer;
    private final Trace trace;
    private final List<SimulatedServer> servers = new ArrayList<>();
    private final Elections elections;
    private int starts;

    SimulatedCluster(Plan plan, Scheduler scheduler, Randomness random, Observer observer, Trace trace) {
        this.plan = plan;
        this.scheduler = scheduler;
        this.observer = observer;
        this.trace = trace;
        this.log = new SharedLog(scheduler, random.split(), LogHostility.NONE, observer::committed);
        this.elections = new Elections(log, random.split());
        this.network = new SimulatedNetwork(scheduler, random.split(), plan.delayMicros());
        network.onLinkBroken(() -> observer.disturbed(0, 0));
        for (int host = 1; host <= plan.servers(); host++) {
            servers.add(new SimulatedServer(this, host, random.split()));
        }
    }

    /** Starts the founder and makes it the leader. */
    void found(String clusterId) {
        SimulatedServer founder = servers.get(0);
        founder.found(clusterId);
        log.found(new Membership(Set.of(founder.member()), Set.of(), false));
        founder.start();
        log.elect(founder.number());
        elections.start();
    }

    /** A server has started. Now and then there is a program of a higher level after that. */
    void started() {
        starts++;
    }

    /** Returns the program that a server has which starts now. */
    Program newestProgram() {
        int level = Math.min(LEVELS, 1 + starts / STARTS_PER_LEVEL);
        return new Program("simulated-" + level, level);
    }

    /** Returns whether the founder has made the administrator. */
    boolean hasAdmin() {
        ServerProcess founder = serverOfNumber(1).process();
        return founder != null && !founder.node().machine().access().isEmpty();
    }

    Plan plan() {
        return plan;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    SharedLog log() {
        return log;
    }

    SimulatedNetwork network() {
        return network;
    }

    Observer observer() {
        return observer;
    }

    List<SimulatedServer> servers() {
        return servers;
    }

    SimulatedServer serverOfNumber(int number) {
        return servers.stream()
                .filter(server -> server.number() == number)
                .findFirst()
                .orElseThrow();
    }

    void trace(String who, String what) {
        trace.add(who, what);
    }

    /** Starts every server that is down. */
    void startAll() {
        servers.stream().filter(server -> !server.isUp()).forEach(SimulatedServer::start);
    }

    /** Returns whether a process stands still. */
    boolean anyIsStalled() {
        return servers.stream()
                .map(SimulatedServer::process)
                .anyMatch(process -> process != null && process.isStalled());
    }

    /** Returns whether every server runs and the intended number of them vote. */
    boolean isComplete() {
        int votersWanted = plan.servers() % 2 == 1 ? plan.servers() : plan.servers() - 1;
        return servers.stream().allMatch(server -> server.process() != null)
                && log.membership().voters().size() == votersWanted
                && log.membership().learners().size() == plan.servers() - votersWanted;
    }

    /** Returns whether the maps are level and no removal can go on. */
    boolean isSettled() {
        return isLevel()
                && servers.stream()
                        .flatMap(server -> Stream.ofNullable(server.node()))
                        .flatMap(node -> node.machine().servers().stream())
                        .noneMatch(this::isAboutToLeave);
    }

    /** A voter stays as long as no learner can take its place, unless there may be fewer voters. */
    private boolean isAboutToLeave(RegisteredServer server) {
        Membership members = log.membership();
        return switch (server.standing()) {
            case MEMBER, REMOVED -> false;
            case LEAVING -> isReplaceable(server, members);
            case LEAVING_UNREPLACED -> members.voters().size() > 1 || isReplaceable(server, members);
        };
    }

    private static boolean isReplaceable(RegisteredServer server, Membership members) {
        return !members.contains(server.server()) || !members.learners().isEmpty();
    }

    /**
     * Returns whether there is a leader that decides, every server knows it and serves reads, and all maps are at one
     * index.
     */
    boolean isLevel() {
        if (!isComplete() || !log.decides()) {
            return false;
        }
        long index = -1;
        for (SimulatedServer server : servers) {
            ServerProcess process = server.process();
            if (process == null
                    || process.isStalled()
                    || !process.node().clients().localReads().level()
                    || process.node().leader() != log.leader()) {
                return false;
            }
            if (index >= 0 && process.node().appliedIndex() != index) {
                return false;
            }
            index = process.node().appliedIndex();
        }
        return true;
    }
}
