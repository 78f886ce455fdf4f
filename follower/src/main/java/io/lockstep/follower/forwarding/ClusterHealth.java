package io.lockstep.follower.forwarding;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.Replication;
import java.util.List;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many losses the cluster survives now, as far as this server knows: it counts the voters that are heard of. */
public final class ClusterHealth {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterHealth.class);

    private final Replication replication;
    private final ReplicatedMap map;
    private final LeaderLink leaderLink;
    private final Contacts contacts;
    private final DiskDoubts doubts;
    private List<Integer> missingLogged = List.of();
    private List<Integer> doubtfulLogged = List.of();

    /** @param self this server's number */
    public ClusterHealth(int self, Replication replication, ReplicatedMap map, LeaderLink leaderLink, NodeClock clock) {
        this.replication = replication;
        this.map = map;
        this.leaderLink = leaderLink;
        this.contacts = new Contacts(self, clock);
        this.doubts = new DiskDoubts(self, replication, leaderLink, clock);
    }

    /** Who is heard of. */
    public Contacts contacts() {
        return contacts;
    }

    /** Who is in doubt of its disk. */
    public DiskDoubts doubts() {
        return doubts;
    }

    /** The leader has answered a report. */
    public void told(PeerMessage.Renewed renewed) {
        if (leaderLink.role() == null) {
            contacts.told(
                    renewed.silent(),
                    map.machine().servers().stream()
                            .map(RegisteredServer::server)
                            .toList());
        }
    }

    /** For how many milliseconds a server has been silent; 0 if it was heard of lately. */
    public long silentMillis(int server) {
        return contacts.silentMillis(server);
    }

    /** The voters that are silent, in the order of their numbers. */
    public List<Integer> missing() {
        return voters(server -> contacts.silentMillis(server) > 0);
    }

    /** The voters that are heard of and are in doubt of their disk, in the order of their numbers. */
    public List<Integer> doubtful() {
        return voters(server -> contacts.silentMillis(server) == 0 && doubts.waitsFor(server) != null);
    }

    private List<Integer> voters(IntPredicate condition) {
        return replication.membership().voters().stream()
                .map(Member::server)
                .filter(condition::test)
                .sorted()
                .distinct()
                .toList();
    }

    /** How many more voters the cluster can lose and still decide; 0 also if it cannot decide even now. */
    public int survivesLossOf() {
        return Math.max(0, spare());
    }

    /** The voters that are heard of and vote, beyond a majority; negative if they are none. */
    private int spare() {
        Membership membership = replication.membership();
        int voters = membership.voters().size();
        return voters - missing().size() - doubtful().size() - (voters / 2 + 1);
    }

    /**
     * Looks who is heard of, and logs it when voters fall silent and when they are heard of again.
     *
     * @param stalled whether this server was stalled since the last call
     */
    public void tick(boolean stalled) {
        if (stalled) {
            contacts.stalled();
        }
        if (leaderLink.leader() == 0) {
            leaderLink.lookForMembers();
        }
        if (leaderLink.role() == null) {
            contacts.tick(leaderLink.linked());
        }
        doubts.tick();
        logDoubtful();
        logMissing();
    }

    private void logDoubtful() {
        List<Integer> doubtful = doubtful();
        if (!doubtful.equals(doubtfulLogged)) {
            doubtfulLogged = doubtful;
            if (doubtful.isEmpty()) {
                LOG.info("No voter is in doubt of its disk; the cluster survives the loss of {}", survivesLossOf());
            } else {
                LOG.info("Voters {} may have lost entries, and do not vote until they have caught up", doubtful);
            }
        }
    }

    private void logMissing() {
        List<Integer> missing = missing();
        if (missing.equals(missingLogged)) {
            return;
        }
        missingLogged = missing;
        int spare = spare();
        if (missing.isEmpty()) {
            LOG.info("All voters are heard of; the cluster survives the loss of {}", survivesLossOf());
        } else if (spare > 0) {
            LOG.info("Nothing is heard of voters {}; the cluster survives the loss of {} more", missing, spare);
        } else if (spare == 0) {
            LOG.warn("Nothing is heard of voters {}: the cluster survives no further loss", missing);
        } else {
            LOG.warn("Nothing is heard of voters {}: the cluster cannot decide", missing);
        }
    }
}
