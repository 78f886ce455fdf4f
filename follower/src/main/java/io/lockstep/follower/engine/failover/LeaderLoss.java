package io.lockstep.follower.engine.failover;

import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.peer.ResponseHandler;
import io.lockstep.follower.replication.Member;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this server does about a leader whose process has ended: it tells the other voters, and stands for election once
 * a majority of all voters, itself included, has lost the same leader. The one with the longest log stands at once, the
 * next one half a time-out later, and so on, unless there is a new term by then: two that stand together split the
 * votes, which costs more than a second. One follower alone changes nothing: the leader may live.
 *
 * <p>This is safe even if most are wrong. Votes decide an election, and no server relies on the lease of a leader.
 */
final class LeaderLoss {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoss.class);

    /** The type of the request that carries a {@link LossReport}. */
    static final int REPORT = 64;

    /** The type of its answer, which has no body. */
    static final int NOTED = 65;

    private static final byte[] NOTHING = {};

    private final int self;
    private final Candidate candidate;
    private final PeerWire wire;
    private final Supplier<Set<Member>> voters;
    private final Supplier<@Nullable HeardLeader> heard;
    private final Patience patience;
    private final FailoverThread thread;
    private final LossReports reports = new LossReports();

    /** What this server reports while its leader is gone. Does not change then, so that all servers rank alike. */
    private @Nullable LossReport own;

    /** Whether this server stands, or is about to, because of {@link #own}. */
    private boolean standing;

    LeaderLoss(
            int self,
            Candidate candidate,
            PeerWire wire,
            Supplier<Set<Member>> voters,
            Supplier<@Nullable HeardLeader> heard,
            Patience patience,
            FailoverThread thread) {
        this.self = self;
        this.candidate = candidate;
        this.wire = wire;
        this.voters = voters;
        this.heard = heard;
        this.patience = patience;
        this.thread = thread;
    }

    /** Takes the report of another server. Any thread. */
    void received(PeerLink link, long request, int type, byte[] body) {
        LossReport report = LossReport.decode(body);
        if (report == null) {
            link.fail(request, "not a report of a lost leader");
            return;
        }
        link.respond(request, NOTED, NOTHING);
        thread.execute(() -> {
            reports.add(link.peer().server(), report, System.nanoTime());
            standIfAgreed(loss());
        });
    }

    /** Looks whether the leader has gone. Called at every tick, and when there is a sign of it. One thread. */
    void check() {
        LossReport loss = loss();
        if (loss != null) {
            report(loss);
        }
        standIfAgreed(loss);
    }

    /** The loss of this server's leader; null if it has none, or has not lost it. */
    private @Nullable LossReport loss() {
        HeardLeader leader = heard.get();
        if (leader == null || !candidate.follows() || !isGone(leader.server())) {
            own = null;
        } else if (own == null || own.leader() != leader.server() || own.term() != leader.term()) {
            own = new LossReport(leader.server(), leader.term(), candidate.lastIndex());
            standing = false;
        }
        return own;
    }

    private boolean isGone(int leader) {
        return voters.get().stream()
                .filter(voter -> voter.server() == leader)
                .anyMatch(voter -> wire.departures().isGone(leader, voter.peerAddress()));
    }

    private void report(LossReport loss) {
        for (Member voter : voters.get()) {
            if (voter.server() != self && voter.server() != loss.leader()) {
                PeerLink link = wire.links().linkTo(voter.peerAddress());
                if (link != null) {
                    link.request(REPORT, loss.encode(), LossReports.VALID_MILLIS, new Unanswered());
                }
            }
        }
    }

    private void standIfAgreed(@Nullable LossReport loss) {
        if (loss == null || standing || !reachesMajority(loss)) {
            return;
        }
        Set<Integer> numbers = voters.get().stream().map(Member::server).collect(Collectors.toSet());
        OptionalInt rank = reports.rank(self, loss, numbers, System.nanoTime());
        if (rank.isPresent()) {
            standing = true;
            thread.executeAfter((long) rank.getAsInt() * patience.usualMillis() / 2, () -> stand(loss));
        }
    }

    /** A report may come before this server's own link to its sender, on which it asks for the vote. */
    private boolean reachesMajority(LossReport loss) {
        Set<Member> all = voters.get();
        long others = all.stream()
                .filter(voter -> voter.server() != self && voter.server() != loss.leader())
                .filter(voter -> wire.links().linkTo(voter.peerAddress()) != null)
                .count();
        return 2 * (others + 1) > all.size();
    }

    private void stand(LossReport agreed) {
        if (agreed.equals(loss()) && candidate.stand(agreed.term())) {
            LOG.info("Server {} has gone, as most voters see; this server stands for election", agreed.leader());
        }
    }

    /** A report needs no answer: it is repeated as long as it is true. */
    private static final class Unanswered implements ResponseHandler {
        @Override
        public void responded(int type, byte[] body) {}

        @Override
        public void failed(RequestFailure failure, String explanation) {}
    }
}
