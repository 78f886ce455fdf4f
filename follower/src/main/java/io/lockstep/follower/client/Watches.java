package io.lockstep.follower.client;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The watches of this server's clients. An event costs one look-up by name and one test for each watch of a prefix.
 * When a watcher does not read, its events are dropped, not buffered, and it gets a GAP later.
 */
public final class Watches {

    private final Map<Conversation, TreeMap<Integer, Watch>> byConversation = new LinkedHashMap<>();
    private final Map<String, List<Watch>> byName = new HashMap<>();
    private final List<Watch> byPrefix = new ArrayList<>();

    /**
     * Starts a watch.
     *
     * @param name the lock to watch; null to watch all locks whose names start with {@code prefix}
     * @param index events up to this index are not pushed
     * @return the watch's id on this connection; 0 if the connection has reached its bound
     */
    int add(Conversation conversation, @Nullable LockName name, String prefix, long index) {
        TreeMap<Integer, Watch> watches = byConversation.computeIfAbsent(conversation, key -> new TreeMap<>());
        if (watches.size() == ProtocolLimits.WATCHES_MAX) {
            return 0;
        }
        int id = watches.isEmpty() ? 1 : watches.lastKey() + 1;
        Watch watch = new Watch(conversation, id, name == null ? null : name.text(), prefix, index);
        watches.put(id, watch);
        listOf(watch).add(watch);
        return id;
    }

    /** Ends a watch. Returns false if there is none with this id. */
    boolean remove(Conversation conversation, int id) {
        TreeMap<Integer, Watch> watches = byConversation.get(conversation);
        Watch watch = watches == null ? null : watches.remove(id);
        if (watches == null || watch == null) {
            return false;
        }
        forget(watch);
        if (watches.isEmpty()) {
            byConversation.remove(conversation);
        }
        return true;
    }

    /** Ends all watches of a connection that has closed. */
    void closed(Conversation conversation) {
        TreeMap<Integer, Watch> watches = byConversation.remove(conversation);
        if (watches != null) {
            watches.values().forEach(this::forget);
        }
    }

    private List<Watch> listOf(Watch watch) {
        return watch.name == null ? byPrefix : byName.computeIfAbsent(watch.name, key -> new ArrayList<>(1));
    }

    private void forget(Watch watch) {
        List<Watch> list = listOf(watch);
        list.remove(watch);
        if (watch.name != null && list.isEmpty()) {
            byName.remove(watch.name);
        }
    }

    /** Pushes an event of the log entry {@code index} to the watches it concerns. */
    public void happened(LockEvent event, long index) {
        if (byConversation.isEmpty() || event instanceof LockEvent.Answered) {
            return;
        }
        String name = event.name().text();
        // Iterate over copies: closing a slow watcher's connection removes its watches.
        for (Watch watch : List.copyOf(byName.getOrDefault(name, List.of()))) {
            watch.push(event, index);
        }
        for (Watch watch : List.copyOf(byPrefix)) {
            if (name.startsWith(watch.prefix)) {
                watch.push(event, index);
            }
        }
    }

    /** A snapshot replaced the map, so every watch has missed an unknown number of events. */
    public void mapReplaced(long index) {
        all().forEach(watch -> watch.missed(index));
    }

    /** Sends a GAP to watchers that missed events and have read what was queued for them. */
    public void tick() {
        if (!byConversation.isEmpty()) {
            all().forEach(Watch::pushGap);
        }
    }

    private List<Watch> all() {
        return byConversation.values().stream()
                .flatMap(watches -> watches.values().stream())
                .toList();
    }

    private static final class Watch {
        final Conversation conversation;
        final int id;
        final @Nullable String name;
        final String prefix;

        /** Events up to this index are not pushed: a watch may start while an entry is being reported. */
        final long sinceIndex;

        /** Index of the newest event that was not pushed; 0 if none is missing. */
        long missedIndex;

        Watch(Conversation conversation, int id, @Nullable String name, String prefix, long sinceIndex) {
            this.conversation = conversation;
            this.id = id;
            this.name = name;
            this.prefix = prefix;
            this.sinceIndex = sinceIndex;
        }

        void push(LockEvent event, long index) {
            if (index <= sinceIndex) {
                return;
            }
            pushGap();
            if (missedIndex > 0 || !conversation.channel().roomToPush()) {
                missed(index);
            } else {
                conversation.push(line(event).option("rev", index).option("watch", id));
            }
        }

        void missed(long index) {
            missedIndex = index;
        }

        void pushGap() {
            if (missedIndex > 0 && conversation.channel().roomToPush()) {
                conversation.push(Line.push("GAP").option("watch", id).option("rev", missedIndex));
                missedIndex = 0;
            }
        }

        private static Line line(LockEvent event) {
            if (event instanceof LockEvent.Granted granted) {
                return LockOptions.mode(begin("GRANTED", event).option("token", granted.token()), granted.mode());
            }
            if (event instanceof LockEvent.Released released) {
                return released.reason() == LockEvent.Ending.EXPIRED
                        ? begin("EXPIRED", event).option("token", released.token())
                        : begin("RELEASED", event)
                                .option("token", released.token())
                                .option("reason", word(released.reason()));
            }
            if (event instanceof LockEvent.Queued queued) {
                return begin("QUEUED", event).option("pos", queued.position());
            }
            if (event instanceof LockEvent.Unqueued unqueued) {
                return begin("UNQUEUED", event).option("reason", word(unqueued.reason()));
            }
            throw new IllegalStateException("nothing to push: " + event);
        }

        private static Line begin(String push, LockEvent event) {
            return Line.push(push).value(event.name().text()).option("owner", event.clientId());
        }

        private static String word(Enum<?> reason) {
            return reason.name().toLowerCase(Locale.ROOT);
        }
    }
}
