package io.lockstep.simulation.live;

import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.ProposalOutcome;
import io.lockstep.follower.replication.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The log of a cluster in memory. While a majority of voters runs, it commits each proposal at once, and a leader that
 * stops has a successor at once. Safe for any thread; hands its events to the loops of the servers, in the same order
 * to each.
 */
final class LiveLog {

    private final List<byte[]> entries = new ArrayList<>();
    private final TreeMap<Integer, LiveReplication> running = new TreeMap<>();
    private final Membership membership;
    private boolean confirms = true;
    private long term;
    private int leader;

    LiveLog(Set<Member> servers) {
        int votersMax = servers.size() % 2 == 1 ? servers.size() : servers.size() - 1;
        Set<Member> voters =
                servers.stream().filter(member -> member.server() <= votersMax).collect(Collectors.toSet());
        Set<Member> learners =
                servers.stream().filter(member -> member.server() > votersMax).collect(Collectors.toSet());
        this.membership = new Membership(voters, learners, false);
    }

    Membership membership() {
        return membership;
    }

    /** Whether leadership is confirmed from now on. Without that no lease is renewed and no refusal is final. */
    synchronized void confirm(boolean quorum) {
        confirms = quorum;
    }

    synchronized void started(LiveReplication server) {
        running.put(server.number(), server);
        for (int i = 0; i < entries.size(); i++) {
            server.applied(i + 1, entries.get(i));
        }
        elect();
    }

    synchronized void stopped(LiveReplication server) {
        running.remove(server.number());
        if (leader == server.number()) {
            leader = 0;
            elect();
        }
    }

    /** The running voter with the lowest number leads, once a majority runs. */
    private void elect() {
        List<Integer> candidates = membership.voters().stream()
                .map(Member::server)
                .filter(running::containsKey)
                .sorted()
                .toList();
        boolean majority = candidates.size() * 2 > membership.voters().size();
        if (leader == 0 && majority) {
            leader = candidates.get(0);
            term++;
        } else if (!majority) {
            leader = 0;
        }
        running.values().forEach(server -> server.leads(leader, term));
    }

    /** Commits an entry, whichever server leads. */
    synchronized void commit(byte[] entry) {
        entries.add(entry);
        running.values().forEach(server -> server.applied(entries.size(), entry));
    }

    /** Commits an entry of which one server applies another version, as a server with a fault in it would. */
    synchronized void commitDiffering(byte[] entry, int different, byte[] otherVersion) {
        entries.add(entry);
        running.values()
                .forEach(server -> server.applied(entries.size(), server.number() == different ? otherVersion : entry));
    }

    synchronized void propose(LiveReplication proposer, byte[] entry, long inTerm, Consumer<ProposalOutcome> outcome) {
        boolean decides = leader == proposer.number() && inTerm == term;
        if (decides) {
            commit(entry);
        }
        proposer.post(() -> outcome.accept(decides ? ProposalOutcome.APPLIED : ProposalOutcome.REFUSED));
    }

    synchronized void confirmLeadership(LiveReplication asking, Consumer<Long> confirmed) {
        long index = confirms && leader == asking.number() ? entries.size() : Replication.NOT_CONFIRMED;
        asking.post(() -> confirmed.accept(index));
    }

    /**
     * Shows the leader's map, with all that is committed so far, on the leader's thread. If none leads, shows the map
     * of any server that runs.
     */
    synchronized void askLeader(Consumer<LockStateMachine> reader) {
        LiveReplication server =
                leader != 0 ? running.get(leader) : running.firstEntry().getValue();
        server.post(() -> reader.accept(server.machine()));
    }
}
