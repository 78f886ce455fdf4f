package io.lockstep.simulation.check.view;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * HISTORY lists the holders of a lock at its index, and the grants of the lock that had ended by then, newest first. It
 * leaves out none but the oldest, and says so.
 */
public final class HistoryCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("a present holder", "a past grant", "a grant that is no longer kept");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.HISTORY) {
                examineHolders(call, evidence.log(), verdict);
                examinePast(call, evidence.log(), verdict);
            }
        }
    }

    private static void examineHolders(ClientCall call, LogReading log, CheckVerdict verdict) {
        List<Long> expected = log.holdersAt(call.ask().name(), log.placeOf(call.index())).stream()
                .map(holder -> holder.token)
                .toList();
        List<Long> told =
                rows(call, "holder").stream().map(row -> row.number("token", 0)).toList();
        if (!told.isEmpty()) {
            verdict.judged("a present holder");
        }
        if (!told.equals(expected)) {
            verdict.breach("contradicts the log at its index, where " + expected + " hold: " + call + call.rows());
        }
    }

    private static void examinePast(ClientCall call, LogReading log, CheckVerdict verdict) {
        long place = log.placeOf(call.index());
        List<Ownership> expected = new ArrayList<>(log.ownerships(call.ask().name()).stream()
                .filter(each -> each.end().place() <= place)
                .sorted(Comparator.comparingLong(HistoryCheck::ended).reversed())
                .toList());
        List<String> told = new ArrayList<>();
        for (ServerLine row : rows(call, "past")) {
            verdict.judged("a past grant");
            told.add(row.option("token") + " " + row.option("ended"));
        }
        List<Ownership> newest = expected.subList(0, Math.min(told.size(), expected.size()));
        if (told.size() > expected.size() || !isOneOrderOf(newest, expected, told)) {
            verdict.breach("contradicts the log at its index, where the newest are "
                    + newest.stream().map(HistoryCheck::expected).toList() + ": " + call + call.rows());
        }
        if (told.size() < expected.size()) {
            verdict.judged("a grant that is no longer kept");
            if (call.reply().option("complete_since") == null) {
                verdict.breach("leaves out some of " + expected + " and does not say so: " + call + call.rows());
            }
        }
    }

    private static long ended(Ownership ownership) {
        return ownership.end().place();
    }

    /**
     * Several that one command ended come in any order, and if room ends among the oldest that are kept, any of those
     * are kept.
     */
    private static boolean isOneOrderOf(List<Ownership> newest, List<Ownership> all, List<String> told) {
        List<String> left = new ArrayList<>(told);
        long oldest = newest.isEmpty() ? 0 : ended(newest.get(newest.size() - 1));
        for (Ownership each : newest) {
            if (ended(each) > oldest && !left.remove(expected(each))) {
                return false;
            }
        }
        List<String> together = new ArrayList<>(all.stream()
                .filter(each -> ended(each) == oldest)
                .map(HistoryCheck::expected)
                .toList());
        return left.stream().allMatch(together::remove);
    }

    private static String expected(Ownership ownership) {
        return ownership.token + " "
                + switch (ownership.how()) {
                    case RELEASED -> "release";
                    case FORCED -> "forced";
                    case SESSION_CLOSED -> "closed";
                    case SESSION_EXPIRED, LEASE_EXPIRED -> "expired";
                    case NONE -> "never";
                };
    }

    private static List<ServerLine> rows(ClientCall call, String kind) {
        return call.rows().stream().filter(row -> row.value().equals(kind)).toList();
    }
}
