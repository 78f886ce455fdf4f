package io.lockstep.endtoend.attack;

import java.util.List;

/** The attacks that are tried. */
final class Attacks {

    private static final Setting MANY_LOCKS = Setting.DEFAULT.withLocks(150_000, "orders/customer-");
    private static final Setting LONG_NAMES = Setting.DEFAULT.withLocks(1_000, "long/" + "n".repeat(230));

    static final List<NamedAttack> ALL = List.of(
            new NamedAttack("peer-join", frames(ForgedFrame.JOIN)),
            new NamedAttack("peer-vote", frames(ForgedFrame.VOTE)),
            new NamedAttack("peer-append", frames(ForgedFrame.APPEND)),
            new NamedAttack("peer-refused", frames(ForgedFrame.REFUSAL)),
            new NamedAttack("peer-expiry", frames(ForgedFrame.EXPIRY)),
            new NamedAttack("peer-answer", frames(ForgedFrame.ANSWER)),
            new NamedAttack("peer-big-frames", new ForgedFrames(ForgedFrame.ANNOUNCEMENT, 61, 1)),
            new NamedAttack("unread-lists", new LineFlood(243, lines(200, "LIST limit=1000"), false), LONG_NAMES),
            new NamedAttack("hello-flood", new HelloFlood(16), Setting.DEFAULT, 60),
            new NamedAttack("info-flood", new LineFlood(1, lines(1_000, "INFO"), true), MANY_LOCKS),
            new NamedAttack("info-hash-flood", new LineFlood(1, lines(1_000, "INFO hash=yes"), true), MANY_LOCKS),
            new NamedAttack("list-flood", new LineFlood(1, lines(1_000, "LIST limit=1000"), true), MANY_LOCKS),
            new NamedAttack("watch-flood", new WatchFlood(2_000, 64)),
            new NamedAttack("locks-without-end", new LocksWithoutEnd(false), Setting.DEFAULT.full(), 20),
            new NamedAttack("locks-dropped", new LocksWithoutEnd(true), Setting.DEFAULT.full(), 30),
            new NamedAttack("status-ahead", new LineFlood(200, statusAhead(), true)),
            new NamedAttack("http-post", new HttpPosts()),
            new NamedAttack("silence", new LineFlood(6_000, "", true)),
            new NamedAttack("open-files", new LineFlood(400, "", true), Setting.DEFAULT.withOpenFiles(220)),
            new NamedAttack(
                    "no-threads",
                    new NoThreads(),
                    Setting.DEFAULT.endingWith("Out of memory, so this server stops: unable to create")));

    private Attacks() {}

    private static Attack frames(ForgedFrame frame) {
        return new ForgedFrames(frame, 4, 20);
    }

    private static String lines(int count, String line) {
        return (line + "\n").repeat(count);
    }

    /** Requests that wait for what will never be. */
    private static String statusAhead() {
        StringBuilder requests = new StringBuilder();
        for (int tag = 0; tag < 1_000; tag++) {
            requests.append('#')
                    .append(tag)
                    .append(" STATUS x index=")
                    .append(Long.MAX_VALUE)
                    .append('\n');
        }
        return requests.toString();
    }

    /** Throws {@link IllegalArgumentException} if there is none of this name. */
    static NamedAttack named(String name) {
        return ALL.stream()
                .filter(attack -> attack.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no attack is named " + name));
    }
}
