package io.lockstep.simulation.check;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.Call;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.Heard;
import io.lockstep.simulation.client.History;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A history told by a test, step by step. Times are milliseconds. The cluster is founded, has one server, and one lock for
 * each client; A and B are clients with sessions 1 and 2 of 2 s.
 */
final class Story {

    static final ServerIncarnation HOME = new ServerIncarnation(1, 99);
    static final long TTL_MILLIS = 2_000;

    final History history = new History((who, what) -> {});
    final List<Committed> log = new ArrayList<>();
    final List<Evidence.MapSeen> maps = new ArrayList<>();
    final List<Evidence.Started> starts = new ArrayList<>();
    final List<Evidence.LineTaken> lines = new ArrayList<>();
    final Disturbances disturbances = new Disturbances();
    final Contact a = contact("A");
    final Contact b = contact("B");
    long quietFromMillis = 1_000_000;
    long endMillis = 2_000_000;

    Story() {
        commit(1, 1, new Command.FoundCluster("cluster", 1), new Command.RegisterServer("disk", "c:1", "p:1"));
        commit(2, 2, open(a, true), open(b, true));
    }

    Contact contact(String client) {
        return history.add(new Contact(client, 1, client + ":1", 0));
    }

    static Command open(Contact contact, boolean resumable) {
        return new Command.OpenSession(
                new SessionKey(contact.address().hashCode(), 1), HOME, contact.address(), "", TTL_MILLIS, resumable);
    }

    static Command acquire(long session, long request, String name) {
        return new Command.Acquire(new RequestId(session, 1, request, request - 1), new LockName(name));
    }

    static Command await(long session, long request, String name, long waitMillis) {
        return await(session, request, LockMode.EXCLUSIVE, waitMillis, name);
    }

    static Command await(long session, long request, LockMode mode, long waitMillis, String... names) {
        return new Command.Acquire(
                new RequestId(session, 1, request, 0),
                Stream.of(names).map(LockName::new).toList(),
                mode,
                waitMillis,
                0);
    }

    static Command force(long session, long request, String name, long token) {
        return new Command.ForceRelease(
                new RequestId(session, 1, request, 0), new LockName(name), token, "anna", "gone");
    }

    static Command release(long session, long request, String name) {
        return new Command.Release(new RequestId(session, 1, request, request - 1), new LockName(name), 0);
    }

    Story commit(long index, long atMillis, Command... commands) {
        List<Submission> submissions = new ArrayList<>();
        for (Command command : commands) {
            submissions.add(new Submission(new Origin(HOME, index), command));
        }
        log.add(new Committed(index, atMillis * 1_000, new Entry(new Origin(HOME, index), atMillis, 0, submissions)));
        return this;
    }

    /** A client asks. */
    Call ask(Contact contact, Ask ask, long atMillis) {
        long session = contact == a ? 1 : contact == b ? 2 : 0;
        return history.add(new Call(contact, ask, "", session, atMillis * 1_000));
    }

    /** A client asks and is answered. */
    Call ask(Contact contact, Ask ask, long atMillis, long answeredMillis, String reply) {
        Call call = ask(contact, ask, atMillis);
        answer(call, answeredMillis, reply);
        return call;
    }

    void answer(Call call, long atMillis, String reply) {
        ServerLine line = ReplyParser.parse(reply).orElseThrow();
        call.answered(line, atMillis * 1_000);
        call.contact().heard(new Heard(line, call, atMillis * 1_000));
    }

    /** A client hears what it did not ask for. */
    void push(Contact contact, long atMillis, String push) {
        contact.heard(new Heard(ReplyParser.parse(push).orElseThrow(), null, atMillis * 1_000));
    }

    List<String> breachesOf(Check check) {
        List<String> breaches = new ArrayList<>();
        check.examine(
                new Evidence(
                        history,
                        new LogReading(log),
                        maps,
                        starts,
                        lines,
                        disturbances,
                        quietFromMillis * 1_000,
                        endMillis * 1_000),
                breaches::add);
        return breaches;
    }
}
