package io.lockstep.simulation.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What all clients did and were told, in the order in which they asked. */
public final class History {

    private final List<Contact> contacts = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private final BiConsumer<String, String> trace;

    /** @param trace gets who and what, as it happens */
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

    /** A line came that answers nothing that was asked. */
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
