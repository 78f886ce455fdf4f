package io.lockstep.follower.watch;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What some watches have in common: a name, or a prefix of names. It keeps the events that not all of them have been
 * served yet, up to {@value #EVENTS_MAX}; a watch that comes too late for an event has missed it. Every method takes
 * constant time, but for the events that {@link #serveNext} pushes.
 */
final class Topic {

    static final int EVENTS_MAX = 256;

    final String text;
    final boolean isPrefix;

    /** Whether it is among the topics that have events to push. */
    boolean isBusy;

    /** The watch that was served longest ago comes first. */
    private final Set<Watch> watches = new LinkedHashSet<>(2);

    /** The events that the first watch has not been served. */
    private final ArrayDeque<SharedEvent> events = new ArrayDeque<>(1);

    private long count;
    private long droppedIndex;

    Topic(String text, boolean isPrefix) {
        this.text = text;
        this.isPrefix = isPrefix;
    }

    void add(Watch watch) {
        watch.served = count;
        watches.add(watch);
    }

    void remove(Watch watch) {
        watches.remove(watch);
        forgetServed();
    }

    boolean isEmpty() {
        return watches.isEmpty();
    }

    void happened(SharedEvent event) {
        if (events.size() == EVENTS_MAX) {
            droppedIndex = events.remove().index();
        }
        events.add(event);
        count++;
    }

    /** Whether a watch has events to get. */
    boolean isBehind() {
        return !events.isEmpty();
    }

    /** Pushes to the watch that was served longest ago all that it has not got. There must be such a watch. */
    Watch serveNext() {
        Watch watch = watches.iterator().next();
        watches.remove(watch);
        if (watch.served < count - events.size()) {
            watch.missed(droppedIndex);
        }
        events.forEach(watch::push);
        watch.served = count;
        watches.add(watch);
        forgetServed();
        return watch;
    }

    /** How many events the next watch gets. */
    int eventsToServe() {
        return events.size();
    }

    private void forgetServed() {
        long needed = watches.isEmpty() ? 0 : count - watches.iterator().next().served;
        while (events.size() > needed) {
            events.remove();
        }
    }

    /** Every watch has missed what happened up to this index. */
    void missed(long index) {
        events.clear();
        for (Watch watch : watches) {
            watch.served = count;
            watch.missed(index);
        }
    }
}
