package io.lockstep.follower.watch;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.ProtocolLimits;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The watches of this server's clients. An event costs a look-up by name and one for each length of watched prefixes,
 * however many watch. They are served in slices: {@value #PUSHES_PER_TURN} lines in each turn of the loop. A watcher
 * that does not read, or that is served too late, loses events and gets a GAP later. Loop thread only.
 */
public final class Watches {

    /** About a millisecond of work, and then as many lines to write. */
    static final int PUSHES_PER_TURN = 512;

    private final int watchesMax;
    private final Function<LockEvent, String> writer;
    private final Map<Watcher, TreeMap<Integer, Watch>> byWatcher = new LinkedHashMap<>();
    private final Map<String, Topic> byName = new HashMap<>();
    private final Map<String, Topic> byPrefix = new HashMap<>();

    /** How many prefixes of each length are watched. */
    private final TreeMap<Integer, Integer> prefixLengths = new TreeMap<>();

    private final Map<String, Integer> byUser = new HashMap<>();
    private final ArrayDeque<Topic> busy = new ArrayDeque<>();
    private final Set<Watch> gapped = new LinkedHashSet<>();
    private int count;
    private int pushesLeft = PUSHES_PER_TURN;

    /**
     * Makes an empty set of watches.
     *
     * @param watchesMax most watches of all connections together
     * @param writer makes the line of an event, without its {@code rev=} and {@code watch=}
     */
    public Watches(int watchesMax, Function<LockEvent, String> writer) {
        this.watchesMax = watchesMax;
        this.writer = writer;
    }

    /** How many watches there are. */
    public int count() {
        return count;
    }

    /** How many watches a user has here. */
    public int countOf(String user) {
        return byUser.getOrDefault(user, 0);
    }

    /** The most watches of all connections together. */
    public int watchesMax() {
        return watchesMax;
    }

    /** Whether no connection can begin another watch. */
    public boolean isFull() {
        return count >= watchesMax;
    }

    /**
     * Starts a watch. There must be room for it.
     *
     * @param name the lock to watch; null to watch all locks whose names start with {@code prefix}
     * @param index events up to this index are not pushed
     * @return the watch's id on this connection; 0 if the connection has reached its bound
     */
    public int add(Watcher watcher, @Nullable LockName name, String prefix, long index) {
        TreeMap<Integer, Watch> watches = byWatcher.computeIfAbsent(watcher, key -> new TreeMap<>());
        if (watches.size() == ProtocolLimits.WATCHES_MAX) {
            return 0;
        }
        int id = watches.isEmpty() ? 1 : watches.lastKey() + 1;
        Topic topic =
                name == null ? topicOf(prefix) : byName.computeIfAbsent(name.text(), key -> new Topic(key, false));
        Watch watch = new Watch(watcher, id, topic, index);
        topic.add(watch);
        watches.put(id, watch);
        byUser.merge(watch.user, 1, Integer::sum);
        count++;
        return id;
    }

    private Topic topicOf(String prefix) {
        return byPrefix.computeIfAbsent(prefix, key -> {
            prefixLengths.merge(prefix.length(), 1, Integer::sum);
            return new Topic(prefix, true);
        });
    }

    /** Ends a watch. Returns false if there is none with this id. */
    public boolean remove(Watcher watcher, int id) {
        TreeMap<Integer, Watch> watches = byWatcher.get(watcher);
        Watch watch = watches == null ? null : watches.remove(id);
        if (watches == null || watch == null) {
            return false;
        }
        forget(watch);
        if (watches.isEmpty()) {
            byWatcher.remove(watcher);
        }
        return true;
    }

    /** Ends all watches of a connection that has closed. */
    public void closed(Watcher watcher) {
        TreeMap<Integer, Watch> watches = byWatcher.remove(watcher);
        if (watches != null) {
            watches.values().forEach(this::forget);
        }
    }

    private void forget(Watch watch) {
        count--;
        byUser.computeIfPresent(watch.user, (user, before) -> before == 1 ? null : before - 1);
        gapped.remove(watch);
        Topic topic = watch.topic;
        topic.remove(watch);
        if (topic.isEmpty() && topic.isPrefix) {
            byPrefix.remove(topic.text);
            prefixLengths.computeIfPresent(topic.text.length(), (length, before) -> before == 1 ? null : before - 1);
        } else if (topic.isEmpty()) {
            byName.remove(topic.text);
        }
    }

    /** Pushes an event of the log entry {@code index} to the watches it concerns, to some of them in later turns. */
    public void happened(LockEvent event, long index) {
        if (count == 0 || event instanceof LockEvent.Answered) {
            return;
        }
        String name = event.name().text();
        SharedEvent shared = new SharedEvent(event, index, writer);
        tell(byName.get(name), shared);
        for (int length : prefixLengths.keySet()) {
            if (length > name.length()) {
                break;
            }
            tell(byPrefix.get(name.substring(0, length)), shared);
        }
        serve();
    }

    private void tell(@Nullable Topic topic, SharedEvent event) {
        if (topic != null) {
            topic.happened(event);
            if (!topic.isBusy) {
                topic.isBusy = true;
                busy.add(topic);
            }
        }
    }

    private void serve() {
        while (pushesLeft > 0 && !busy.isEmpty()) {
            Topic topic = busy.remove();
            if (topic.isBehind()) {
                pushesLeft -= topic.eventsToServe();
                Watch watch = topic.serveNext();
                if (watch.hasMissed()) {
                    gapped.add(watch);
                }
                busy.add(topic);
            } else {
                topic.isBusy = false;
            }
        }
    }

    /** Ends a turn: serves the next slice. Returns whether events are left for the next turn. */
    public boolean flush() {
        serve();
        pushesLeft = PUSHES_PER_TURN;
        return !busy.isEmpty();
    }

    /** A snapshot replaced the map, so every watch has missed an unknown number of events. */
    public void mapReplaced(long index) {
        byName.values().forEach(topic -> topic.missed(index));
        byPrefix.values().forEach(topic -> topic.missed(index));
        byWatcher.values().forEach(watches -> gapped.addAll(watches.values()));
    }

    /** Sends a GAP to watchers that missed events and have read what was queued for them. */
    public void tick() {
        for (int left = Math.min(gapped.size(), PUSHES_PER_TURN); left > 0; left--) {
            Iterator<Watch> first = gapped.iterator();
            Watch watch = first.next();
            first.remove();
            watch.pushGap();
            if (watch.hasMissed()) {
                gapped.add(watch);
            }
        }
    }
}
