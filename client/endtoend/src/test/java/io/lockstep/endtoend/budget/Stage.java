package io.lockstep.endtoend.budget;

import java.util.List;
import java.util.stream.Collectors;

/** A place in a server at which a lock can be timed: a method that a thread enters, or leaves if it ends with an !. */
enum Stage {
    /** The loop has a line of a client. */
    LINE("follower.server.ClientConnection#line"),
    /** A message of the node goes to another server: at a follower, the request. */
    FORWARD("follower.peer.PeerLink#queue"),
    /** The loop of the leader has a request that another server forwarded. */
    ASKED("follower.node.Node#asked"),
    /** The leader decides. */
    DECIDE("leader.decision.LeaderDecisions#take"),
    /** The entry goes to the engine. */
    PROPOSE("follower.engine.replication.EngineReplication#propose"),
    /** The engine sends something to another server: at a leader, entries or how far they are committed. */
    SEND("follower.peer.PeerLink#request"),
    /** Something of another server's engine has come. */
    RECEIVE("follower.engine.wire.PeerRpcServer#requested"),
    /** The log takes entries. */
    APPEND("follower.log.SegmentWriter#write"),
    /** The entries are written, and are forced to disk from now on. */
    FORCE("follower.log.DiskLogFile#force"),
    FORCED("follower.log.DiskLogFile#force!"),
    /** A follower answers the engine of the leader. */
    ACKNOWLEDGE("follower.peer.PeerLink#respond"),
    ACKNOWLEDGED("follower.peer.OutstandingRequests#respond"),
    /** The engine knows that the entry is committed. */
    COMMITTED("follower.engine.replication.LogStateMachine#onApply"),
    /** The loop applies the entry. */
    APPLY("follower.node.Node#applied"),
    /** The answer is a line. */
    ANSWER("common.net.Connection#send"),
    /** The line is written to the socket. */
    ANSWERED("common.net.Connection#flush!");

    /** Each has its place here as its number in the agent. */
    static final List<Stage> ALL = List.of(values());

    private final String method;

    Stage(String method) {
        this.method = "io.lockstep." + method;
    }

    /** All stages, in the form in which the agent takes them. */
    static String agentOptions() {
        return ALL.stream()
                .map(stage -> ALL.indexOf(stage) + "=" + stage.method)
                .collect(Collectors.joining(","));
    }
}
