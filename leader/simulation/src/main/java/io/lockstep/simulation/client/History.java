package io.lockstep.simulation.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The requests of all clients and the lines that they received, in the order of sending. */
public final class History {

    private final List<Contact> contacts = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private final BiConsumer<String, String> trace;

    /** @param trace receives the name of a client and an event, as it happens */
    public History(BiConsumer<String, String> trace) {
        this.trace = trace;
    }

    public void trace(String who, String what) {
        trace.accept(who, what);
    }

    public Contact add(Contact contact) {
        contacts.add(contact);
        return contact;
    }

    public Call add(Call call) {
        calls.add(call);
        return call;
    }

    /** A line arrived that answers no request. */
    public void stray(Contact contact, String line) {
        strays.add(contact + " was told without asking: " + line);
    }

    public List<Contact> contacts() {
        return contacts;
    }

    public List<Call> calls() {
        return calls;
    }

    public List<String> strays() {
        return strays;
    }
}
