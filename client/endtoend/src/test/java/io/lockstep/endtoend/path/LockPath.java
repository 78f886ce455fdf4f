package io.lockstep.endtoend.path;

import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way of one LOCK from the client's line at a follower to the answer there: the classes on the stack wherever the
 * request is handed from one thread to another, and where it ends. {@code scripts/lock-path} prints it. A nested class
 * counts as its outer one; records only carry data and are not counted.
 *
 * @param atFollower stacks at the follower, in the order in which they occurred
 * @param atLeader stacks at the leader
 */
record LockPath(List<List<String>> atFollower, List<List<String>> atLeader) {

    private static final Map<String, String> HAND_OVERS = Map.of(
            "follower.peer.socket.OutgoingQueue", "add",
            "follower.peer.PeerLink", "flush",
            "common.net.EventLoop", "execute",
            "leader.decision.LeaderDecisions", "take",
            "follower.engine.replication.EngineReplication", "propose",
            "follower.log.SegmentWriter", "put",
            "follower.engine.replication.ApplyQueue", "add",
            "common.lock.WaitQueues", "grant",
            "common.net.Connection", "send");

    /** Starts a cluster of three, and follows one LOCK at a follower. */
    static LockPath follow() throws IOException, InterruptedException, IllegalConnectorArgumentsException {
        List<Integer> debugPorts = new ArrayList<>();
        try (RealCluster cluster = RealCluster.start(3, command -> debuggable(command, debugPorts))) {
            int leader = cluster.awaitLeader(0);
            int follower = leader == 3 ? 2 : 3;
            try (LineClient client = cluster.connect(follower)) {
                // Opens the session, and loads all classes on the way.
                require(client.ask("LOCK path"));
                require(client.ask("RELEASE path"));
                return follow(client, debugPorts.get(follower - 1), debugPorts.get(leader - 1));
            }
        }
    }

    private static LockPath follow(LineClient client, int followerPort, int leaderPort)
            throws IOException, IllegalConnectorArgumentsException {
        try (HandOverRecorder atLeader = HandOverRecorder.attach(leaderPort, HAND_OVERS);
                HandOverRecorder atFollower = HandOverRecorder.attach(followerPort, HAND_OVERS)) {
            require(client.ask("LOCK path"));
            return new LockPath(atFollower.ways(), atLeader.ways());
        }
    }

    private static List<String> debuggable(List<String> command, List<Integer> debugPorts) {
        int port = FreePorts.one();
        debugPorts.add(port);
        List<String> longer = new ArrayList<>(command);
        longer.add(1, "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + port);
        return longer;
    }

    private static void require(LineClient.Answer answer) {
        if (!answer.ok()) {
            throw new IllegalStateException("the server answered " + answer.line());
        }
    }

    /** All classes on the way, at either server. */
    Set<String> classes() {
        Set<String> all = new LinkedHashSet<>();
        atFollower.forEach(all::addAll);
        atLeader.forEach(all::addAll);
        return all;
    }

    /** Prints the way. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, IllegalConnectorArgumentsException {
        LockPath path = follow();
        print("At the follower:", path.atFollower);
        print("At the leader:", path.atLeader);
        System.out.println(path.classes().size() + " classes");
        path.classes().forEach(name -> System.out.println("  " + name));
    }

    private static void print(String where, List<List<String>> stacks) {
        System.out.println(where);
        stacks.forEach(stack -> System.out.println("  " + String.join(" > ", stack)));
    }
}
