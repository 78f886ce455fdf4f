package io.lockstep.simulation.check.view;

import io.lockstep.common.access.Right;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.Logins;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * STATUS, WHO, HISTORY, LIST, SESSIONS and WATCH list=yes show the map as the log has it at the index they name, and
 * nothing uncommitted. Within a session no answer shows less than an earlier one. A restarted server shows no less than
 * was committed at its start. A linearizable read shows everything that was committed before it was sent. A list has
 * the locks that its user may see, and no others.
 */
public final class ReadCheck implements Check {

    /** Retries get these answers again, without a new decision. */
    private static final Set<ErrorCode> LASTING = EnumSet.of(ErrorCode.TIMEOUT, ErrorCode.CANCELLED);

    @Override
    public Set<String> subjects() {
        return Set.of(
                "STATUS",
                "WHO",
                "HISTORY",
                "LIST",
                "SESSIONS",
                "WATCH",
                "a list of some locks",
                "read=sync",
                "index=",
                "a server started again",
                "a read after another");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Logins logins = new Logins(evidence.history(), evidence.log().users());
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && isRead(call)) {
                verdict.judged(call.ask().verb().name());
                switch (call.ask().verb()) {
                    case STATUS -> examineContent(call, evidence.log(), verdict);
                    case WHO -> examineWho(call, evidence.log(), verdict);
                    case HISTORY, SESSIONS -> {
                        // HistoryCheck and SessionsCheck examine what they show.
                    }
                    default -> examineList(call, logins, evidence.log(), verdict);
                }
                examinePlace(call, evidence, verdict);
            }
        }
        examineOrder(evidence, verdict);
    }

    private static boolean isRead(ClientCall call) {
        return switch (call.ask().verb()) {
            case STATUS, WHO, HISTORY, SESSIONS -> true;
            default -> call.ask().listsLocks();
        };
    }

    private static void examineContent(ClientCall call, LogReading log, CheckVerdict verdict) {
        String name = call.ask().name();
        long place = log.placeOf(call.index());
        List<Ownership> holders = log.holdersAt(name, place);
        int waiting = log.queueAt(name, place).size();
        String state = !holders.isEmpty() ? "held" : log.isBlockedAt(name, place) ? "delayed" : "free";
        if (!state.equals(call.reply().option("state"))
                || call.token() != (holders.isEmpty() ? 0 : holders.get(0).token)
                || call.reply().number("holders", Math.min(1, holders.size())) != holders.size()
                || call.reply().number("waiting", 0) != waiting) {
            verdict.breach("contradicts the log at its index, where it is " + state + " by " + holders + " and "
                    + waiting + " wait: " + call);
        }
    }

    private static void examineWho(ClientCall call, LogReading log, CheckVerdict verdict) {
        long place = log.placeOf(call.index());
        List<String> expected = new ArrayList<>();
        log.holdersAt(call.ask().name(), place)
                .forEach(each -> expected.add("holder " + each.session + " " + each.token));
        log.queueAt(call.ask().name(), place)
                .forEach(each -> expected.add("waiter " + each.session + " "
                        + (expected.stream()
                                        .filter(row -> row.startsWith("waiter"))
                                        .count()
                                + 1)));
        List<String> told = call.rows().stream()
                .map(row -> row.value() + " " + row.option("session") + " "
                        + (row.value().equals("holder") ? row.option("token") : row.option("pos")))
                .toList();
        if (!told.equals(expected)) {
            verdict.breach("contradicts the log at its index, where it is " + expected + ": " + call + call.rows());
        }
    }

    private static void examineList(ClientCall call, Logins logins, LogReading log, CheckVerdict verdict) {
        Set<String> mayShow = log.users().exist() ? shownTo(call, logins, log) : log.names();
        if (mayShow.size() < log.names().size()) {
            verdict.judged("a list of some locks");
        }
        Map<String, Long> listed = new TreeMap<>();
        for (ServerLine row : call.rows()) {
            listed.put(row.value(), row.number("token", 0));
        }
        Map<String, Long> expected = new TreeMap<>(log.tokensAt(call.index()));
        expected.keySet().removeIf(name -> !call.ask().isAbout(name) || !mayShow.contains(name));
        if (!listed.equals(expected)) {
            verdict.breach(
                    "contradicts the log at its index, where the locks are " + expected + ": " + call + call.rows());
        }
    }

    /** Returns the locks that a list may show to its user, by the rules at the index that it names. */
    private static Set<String> shownTo(ClientCall call, Logins logins, LogReading log) {
        long place = log.placeOf(call.index());
        Right right = call.ask().verb() == Verb.LIST ? Right.READ : Right.WATCH;
        List<TokenHash> tokens = logins.tokens(call.contact(), call.askedMicros(), call.answeredMicros());
        return log.names().stream()
                .filter(name -> logins.any(
                        tokens, place, user -> user.isPresent() && user.get().may(right, name)))
                .collect(Collectors.toSet());
    }

    private static void examinePlace(ClientCall call, Evidence evidence, CheckVerdict verdict) {
        // The index may be above the entry that is shown: not every place of the log has an entry of ours.
        if (evidence.log().newestUpTo(call.index()) > evidence.log().committedBy(call.answeredMicros())) {
            verdict.breach("shows something uncommitted: " + call);
        }
        if (call.ask().isSync()) {
            verdict.judged("read=sync");
            if (call.index() < evidence.log().committedBefore(call.askedMicros())) {
                verdict.breach("a linearizable read misses an earlier commit: " + call);
            }
        }
        if (call.ask().number("index") > 0) {
            verdict.judged("index=");
            if (call.index() < call.ask().number("index")) {
                verdict.breach("shows less than index= requires: " + call);
            }
        }
        examineStart(call, evidence, verdict);
    }

    private static void examineStart(ClientCall call, Evidence evidence, CheckVerdict verdict) {
        long startedMicros = 0;
        for (Evidence.Started started : evidence.starts()) {
            if (started.host() == call.contact().host()
                    && started.atMicros() <= call.contact().openedMicros()) {
                startedMicros = Math.max(startedMicros, started.atMicros());
            }
        }
        long committed = evidence.log().committedBefore(startedMicros);
        if (committed > 0) {
            verdict.judged("a server started again");
        }
        if (call.index() < committed) {
            verdict.breach(
                    "shows less than was committed at the start of the server, at " + startedMicros + ": " + call);
        }
    }

    private static void examineOrder(Evidence evidence, CheckVerdict verdict) {
        Map<String, List<ClientCall>> byScope = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.index() > 0 && (isRead(call) || call.ask().changesLocks())) {
                byScope.computeIfAbsent(call.scope(), scope -> new ArrayList<>())
                        .add(call);
            }
        }
        for (List<ClientCall> calls : byScope.values()) {
            List<ClientCall> byAnswer = new ArrayList<>(calls);
            byAnswer.sort(Comparator.comparingLong(ClientCall::answeredMicros));
            calls.sort(Comparator.comparingLong(ClientCall::askedMicros));
            ClientCall newest = null;
            int answered = 0;
            for (ClientCall call : calls) {
                while (answered < byAnswer.size() && byAnswer.get(answered).answeredMicros() < call.askedMicros()) {
                    ClientCall candidate = byAnswer.get(answered++);
                    newest = newest == null || candidate.index() > newest.index() ? candidate : newest;
                }
                // A retry may get the first answer as of the index of the leader's map.
                boolean mayBeRetry = call.ask().number("req") > 0 && (call.isOk() || LASTING.contains(call.error()));
                if (newest == null || mayBeRetry) {
                    continue;
                }
                verdict.judged("a read after another");
                if (call.index() < newest.index()) {
                    verdict.breach("goes back within a session: " + call + " after " + newest);
                }
            }
        }
    }
}
