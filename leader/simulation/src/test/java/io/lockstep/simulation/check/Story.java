package io.lockstep.simulation.check;

import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.History;
import io.lockstep.simulation.client.ReceivedLine;
import java.util.ArrayList;
import java.util.List;

/**
 * A history that a test writes step by step. Times are milliseconds. The cluster is founded, has one server, and allows
 * one lock per client. A and B are clients with sessions 1 and 2 and a TTL of 2 s. The server applies the log when the
 * test says so.
 */
public final class Story {

    public final History history = new History((who, what) -> {});
    public final LogScript log = new LogScript();
    public final List<Evidence.MapSeen> maps = new ArrayList<>();
    public final List<Evidence.Started> starts = new ArrayList<>();
    public final List<Evidence.LineTaken> lines = new ArrayList<>();
    public final AppliedIndexes applied = new AppliedIndexes();
    public final Disturbances disturbances = new Disturbances();
    public final Contact a = contact("A");
    public final Contact b = contact("B");
    public long quietFromMillis = 1_000_000;
    public long endMillis = 2_000_000;

    public Contact contact(String client) {
        return history.add(new Contact(client, 1, client + ":1", 0));
    }

    public Story commit(long index, long atMillis, Command... commands) {
        log.commit(index, atMillis, commands);
        return this;
    }

    /** The server applies the log up to this index. */
    public Story apply(long index, long atMillis) {
        applied.add(1, index, atMillis * 1_000);
        return this;
    }

    /** A client sends a request. */
    public ClientCall ask(Contact contact, Ask ask, long atMillis) {
        long session = contact == a ? 1 : contact == b ? 2 : 0;
        return history.add(new ClientCall(contact, ask, "", session, atMillis * 1_000));
    }

    /** A client sends a request and gets an answer. */
    public ClientCall ask(Contact contact, Ask ask, long atMillis, long answeredMillis, String reply) {
        ClientCall call = ask(contact, ask, atMillis);
        answer(call, answeredMillis, reply);
        return call;
    }

    public void answer(ClientCall call, long atMillis, String reply) {
        ServerLine line = ReplyParser.parse(reply).orElseThrow();
        call.answered(line, atMillis * 1_000);
        call.contact().receive(new ReceivedLine(line, call, atMillis * 1_000));
    }

    /** A client receives a push. */
    public void push(Contact contact, long atMillis, String push) {
        contact.receive(new ReceivedLine(ReplyParser.parse(push).orElseThrow(), null, atMillis * 1_000));
    }

    public List<String> breachesOf(Check check) {
        List<String> breaches = new ArrayList<>();
        check.examine(
                new Evidence(
                        history,
                        log.read(),
                        maps,
                        starts,
                        lines,
                        applied,
                        disturbances,
                        quietFromMillis * 1_000,
                        endMillis * 1_000),
                new CheckVerdict(check, new Coverage(), breaches::add));
        return breaches;
    }
}
