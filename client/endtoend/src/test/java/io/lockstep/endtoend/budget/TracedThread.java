package io.lockstep.endtoend.budget;

/** A thread of a server under trace; {@code kind} is its name without addresses and numbers. */
record TracedThread(String server, long pid, String kind) {

    /** The server and the name, as tables show it. */
    String label() {
        return server + ", " + kind;
    }
}
