package io.lockstep.follower.watch;

import io.lockstep.common.protocol.Line;

/** One watch of one connection. */
final class Watch {

    final Watcher watcher;
    final int id;
    final Topic topic;

    /** Who watched when the watch began; empty for nobody. */
    final String user;

    /** Events up to this index are not pushed: a watch may start while an entry is being reported. */
    private final long sinceIndex;

    /** How many events its topic had when this watch was last served. Only {@link Topic} uses it. */
    long served;

    /** Index of the newest event that was not pushed; 0 if none is missing. */
    private long missedIndex;

    Watch(Watcher watcher, int id, Topic topic, long sinceIndex) {
        this.watcher = watcher;
        this.id = id;
        this.topic = topic;
        this.user = watcher.user();
        this.sinceIndex = sinceIndex;
    }

    void push(SharedEvent event) {
        if (event.index() <= sinceIndex || !watcher.sees(event.name())) {
            return;
        }
        pushGap();
        if (missedIndex > 0 || !watcher.roomToPush()) {
            missed(event.index());
        } else {
            watcher.push(event.line(), id);
        }
    }

    void missed(long index) {
        missedIndex = index;
    }

    boolean hasMissed() {
        return missedIndex > 0;
    }

    /** Pushes a GAP if events are missing and the client has read what was queued for it. */
    void pushGap() {
        if (missedIndex > 0 && watcher.roomToPush()) {
            watcher.push(Line.push("GAP").option("watch", id).option("rev", missedIndex));
            missedIndex = 0;
        }
    }
}
