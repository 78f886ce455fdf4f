package io.lockstep.simulation.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The requests of all clients and the lines that they received, in the order of sending. */
public final class History {

    private final List<Contact> contacts = new ArrayList<>();
    private final List<ClientCall> calls = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private final BiConsumer<String, String> trace;

    /** @param trace receives the name of a client and an event, as it happens */
    public History(BiConsumer<String, String> trace) {
        this.trace = trace;
    }

    /** Adds an event of a client to the trace. */
    public void trace(String who, String what) {
        trace.accept(who, what);
    }

    /** Records a connection and returns it. */
    public Contact add(Contact contact) {
        contacts.add(contact);
        return contact;
    }

    /** Records a request and returns it. */
    public ClientCall add(ClientCall call) {
        calls.add(call);
        return call;
    }

    /** A line arrived that answers no request. */
    public void stray(Contact contact, String line) {
        strays.add(contact + " got an unrequested line: " + line);
    }

    /** Returns all connections, in the order of opening. */
    public List<Contact> contacts() {
        return contacts;
    }

    /** Returns all requests, in the order of sending. */
    public List<ClientCall> calls() {
        return calls;
    }

    /** Returns when this request was first sent. */
    public long firstAskedMicros(ClientCall call) {
        return sendings(call).get(0).askedMicros();
    }

    /** Returns the sendings of this request so far: those with its number in its session, in order, and itself last. */
    public List<ClientCall> sendings(ClientCall call) {
        List<ClientCall> sendings = new ArrayList<>();
        long number = call.ask().number("req");
        if (number > 0 && call.ask().changesLocks()) {
            for (ClientCall sending : calls) {
                if (sending == call) {
                    break;
                }
                if (sending.ask().changesLocks()
                        && sending.ask().number("req") == number
                        && sending.scope().equals(call.scope())) {
                    sendings.add(sending);
                }
            }
        }
        sendings.add(call);
        return sendings;
    }

    /** Returns the lines that answered no request, in words. */
    public List<String> strays() {
        return strays;
    }
}
