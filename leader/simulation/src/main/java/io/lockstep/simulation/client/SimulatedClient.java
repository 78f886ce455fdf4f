package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.Randomness;
import io.lockstep.simulation.Scheduler;
import io.lockstep.simulation.client.Dialogue.Leaving;
import io.lockstep.simulation.network.SimulatedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects to one server or another, does this and that, and after a cut takes its session up again and
 * repeats what it does not know the outcome of.
 */
public final class SimulatedClient {

    private static final long PAUSE_MICROS = 100_000;
    private static final int NUMBERS_KEPT_MAX = 6;

    private final String name;
    private final int clientHost;
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final History history;
    private final Randomness random;
    private final ClientHabits habits;
    private final int servers;
    private final TreeMap<String, Long> held = new TreeMap<>();
    private final List<Ask> toRepeat = new ArrayList<>();
    private final List<Ask> recent = new ArrayList<>();
    private final TreeMap<String, Long> tokensSeen = new TreeMap<>();
    private final List<Action> aside;
    private @Nullable Dialogue dialogue;
    private int host;
    private boolean greeted;
    private boolean sessionTaken;
    private long session;
    private String key = "";
    private long numberLast;
    private long indexSeen;
    private long silentUntilMicros;
    private long pingedMicros;
    private boolean finishing;

    /** @param servers their hosts are numbered from 1 to this */
    public SimulatedClient(
            int number,
            int servers,
            Scheduler scheduler,
            SimulatedNetwork network,
            History history,
            Randomness random,
            Actions actions) {
        this.name = "c" + number;
        this.clientHost = 1_000 + number;
        this.servers = servers;
        this.scheduler = scheduler;
        this.network = network;
        this.history = history;
        this.random = random;
        this.habits = ClientHabits.drawn(random, actions.drawn(random));
        this.aside = actions.aside();
        this.host = random.between(1, servers);
    }

    /** Its number among the hosts of the network. */
    public int clientHost() {
        return clientHost;
    }

    /** The server it is connected to, or was last. */
    public int host() {
        return host;
    }

    public void start() {
        scheduler.after(random.delay(habits.thinkMicros()), this::turn);
    }

    /**
     * From now on it asks nothing new. It lets go of its connection once all is answered, or keeps it, and what it has, to
     * the end.
     */
    public void finish() {
        finishing = true;
    }

    private void turn() {
        scheduler.after(random.delay(habits.thinkMicros()) + 1_000, this::turn);
        if (scheduler.nowMicros() < silentUntilMicros && !finishing) {
            return;
        }
        if (dialogue == null) {
            if (!finishing) {
                connect();
            }
        } else if (scheduler.nowMicros() - dialogue.waitingSinceMicros() > habits.patienceMicros() && !finishing) {
            leave(random.pick(List.of(Leaving.values())));
        } else if (finishing) {
            finish(dialogue);
        } else if (greeted && dialogue.busy() < habits.window()) {
            if (dialogue.busy() < dialogue.inFlight() && random.chance(0.7)) {
                random.pick(aside).run(this, random);
            } else {
                act();
            }
        }
    }

    private void finish(Dialogue open) {
        if (habits.staysToTheEnd()) {
            stay(open);
        } else if (open.inFlight() == 0) {
            leave(random.chance(0.5) ? Leaving.CLOSE : Leaving.ABORT);
        }
    }

    private void stay(Dialogue open) {
        boolean bound = !habits.hello() || sessionTaken;
        if (bound && open.busy() == 0 && scheduler.nowMicros() - pingedMicros > habits.ttlMillis() * 1_000 / 4) {
            pingedMicros = scheduler.nowMicros();
            open.ask(Ask.of(Verb.PING), habits.hello() ? session : 0, true);
        }
    }

    private void connect() {
        if (random.chance(0.5)) {
            host = random.between(1, servers);
        }
        greeted = false;
        sessionTaken = false;
        Listener listener = new Listener();
        Dialogue opened = new Dialogue(network, scheduler, history, name, clientHost, host, listener);
        listener.dialogue = opened;
        dialogue = opened;
    }

    private void act() {
        if (habits.hello() && !sessionTaken) {
            hello();
        } else if (!toRepeat.isEmpty()) {
            Ask again = toRepeat.remove(0);
            if (random.chance(0.85)) {
                ask(again);
            }
        } else {
            random.pick(habits.actions()).run(this, random);
        }
    }

    private void hello() {
        if (dialogue == null || dialogue.inFlight() > 0) {
            return;
        }
        Ask hello = session == 0
                ? Ask.of(Verb.HELLO).with("ttl", habits.ttlMillis() + "ms")
                : Ask.of(Verb.HELLO).with("session", session).with("key", key);
        dialogue.ask(withIndex(hello), 0, false);
    }

    // What actions do.

    @Nullable
    Call ask(Ask ask) {
        if (dialogue == null) {
            return null;
        }
        boolean tagged = dialogue.isHeldUp() ? random.chance(0.9) : habits.window() > 1 && random.chance(0.7);
        return dialogue.ask(ask, habits.hello() ? session : 0, tagged);
    }

    void askTagged(Ask ask) {
        if (dialogue != null) {
            dialogue.ask(ask, habits.hello() ? session : 0, true);
        }
    }

    /** Asks with the next number, if this client numbers its requests. */
    @Nullable
    Call askNumbered(Ask ask) {
        if (!habits.numbered()) {
            return ask(ask);
        }
        numberLast += random.chance(0.05) ? random.between(2, 200) : 1;
        Ask numbered = ask.with("req", numberLast);
        recent.add(numbered);
        if (recent.size() > NUMBERS_KEPT_MAX) {
            recent.remove(0);
        }
        return ask(numbered);
    }

    /** Cancels one of its latest numbered requests, whatever became of it, or the next one before it is sent. */
    void cancelNumbered(Randomness choice) {
        if (habits.numbered()) {
            long number = choice.chance(0.2) ? numberLast + 1 : Math.max(1, numberLast - choice.between(0, 3));
            askTagged(Ask.of(Verb.CANCEL).with("req", number));
        }
    }

    /** Requests of this connection that may stand in line. */
    List<Call> mayWait() {
        return dialogue == null ? List.of() : dialogue.mayWait();
    }

    /** Sends one of its latest numbered requests again, on purpose, whether or not it was answered. */
    void repeatOne() {
        if (!recent.isEmpty()) {
            ask(random.pick(recent));
        }
    }

    Ask withIndex(Ask ask) {
        return habits.carriesIndex() && indexSeen > 0 ? ask.with("index", indexSeen) : ask;
    }

    /** Locks and tokens, as far as this client knows. */
    Map<String, Long> believesToHold() {
        return held;
    }

    /** Tokens of others that it was told of, by lock. */
    Map<String, Long> tokensSeen() {
        return tokensSeen;
    }

    void leave(Leaving how) {
        if (dialogue != null) {
            dialogue.leave(how);
        }
    }

    /** Takes the session up at another connection while the old one still stands. */
    void moveWithoutClosing() {
        if (session != 0 && dialogue != null && !dialogue.isOver()) {
            dialogue = null;
            connect();
        }
    }

    void fallSilent() {
        silentUntilMicros = scheduler.nowMicros() + random.between(habits.ttlMillis(), 3 * habits.ttlMillis()) * 1_000;
    }

    void quit() {
        if (dialogue != null && dialogue.busy() == 0) {
            ask(Ask.of(Verb.QUIT));
        }
    }

    private void forgetSession() {
        session = 0;
        key = "";
        sessionTaken = false;
        numberLast = 0;
        held.clear();
        toRepeat.clear();
        recent.clear();
    }

    /** What happens on one of its connections; on an old one, nothing counts but what concerns locks. */
    private final class Listener implements Dialogue.Owner {
        private @Nullable Dialogue dialogue;

        private boolean isCurrent() {
            return dialogue == SimulatedClient.this.dialogue;
        }

        @Override
        public void greeted() {
            if (isCurrent()) {
                greeted = true;
            }
        }

        @Override
        public void answered(Call call) {
            indexSeen = Math.max(indexSeen, call.index());
            if (call.token() > 0 && !call.reply().value().isEmpty()) {
                tokensSeen.put(call.reply().value(), call.token());
            }
            if (call.ask().verb() == Verb.HELLO) {
                helloAnswered(call);
            } else if (call.error() == ErrorCode.SESSION_EXPIRED && isCurrent()) {
                if (call.session() == session) {
                    forgetSession();
                }
                leave(Leaving.CLOSE);
            } else if (call.ask().changesLocks()) {
                lockAnswered(call);
            } else if (call.ask().verb() == Verb.QUIT && isCurrent() && call.isOk()) {
                forgetSession();
            }
        }

        private void helloAnswered(Call call) {
            if (!isCurrent()) {
                return;
            }
            if (call.isOk()) {
                session = call.reply().number("session", 0);
                key = call.reply().options().getOrDefault("key", "");
                sessionTaken = true;
            } else if (call.error() == ErrorCode.SESSION_EXPIRED) {
                forgetSession();
            } else if (call.error() == ErrorCode.SESSION_OPEN || random.chance(0.5)) {
                leave(Leaving.CLOSE);
            }
        }

        private void lockAnswered(Call call) {
            if (call.isOk()) {
                for (String lock : call.ask().values()) {
                    if (call.ask().verb() == Verb.LOCK) {
                        held.put(lock, call.token());
                    } else {
                        held.remove(lock);
                    }
                }
            } else if (call.isUnknown() && call.ask().number("req") > 0) {
                toRepeat.add(call.ask());
            }
        }

        @Override
        public void pushed(ServerLine line) {
            if (line.word().equals("LOST")) {
                held.remove(line.value(), line.number("token", 0));
            }
            if (isCurrent() && line.word().equals("BYE") && "expired".equals(line.option("reason"))) {
                forgetSession();
            }
        }

        @Override
        public void closed(List<Call> unanswered) {
            if (!isCurrent()) {
                return;
            }
            SimulatedClient.this.dialogue = null;
            if (session == 0) {
                forgetSession();
            }
            for (Call call : unanswered) {
                if (session != 0
                        && call.session() == session
                        && call.ask().changesLocks()
                        && call.ask().number("req") > 0) {
                    toRepeat.add(call.ask());
                }
            }
            silentUntilMicros = Math.max(silentUntilMicros, scheduler.nowMicros() + random.delay(PAUSE_MICROS));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
