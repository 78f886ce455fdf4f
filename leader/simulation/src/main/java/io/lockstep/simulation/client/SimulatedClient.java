package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Dialogue.Leaving;
import io.lockstep.simulation.network.SimulatedNetwork;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects to one server after another and performs its actions. After a cut it resumes its session and
 * retries the requests with unknown outcomes.
 */
public final class SimulatedClient {

    private static final long PAUSE_MICROS = 100_000;

    private final String name;
    private final int clientHost;
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final History history;
    private final Randomness random;
    private final ClientHabits habits;
    private final int servers;
    private final Actions actions;
    private final ClientMemory memory;
    private final Account account;
    private @Nullable Dialogue dialogue;
    private int host;
    private boolean greeted;
    private long silentUntilMicros;
    private long pingedMicros;
    private boolean finishing;
    private boolean lastAsked;

    /** @param servers how many servers there are; their hosts are numbered from 1 */
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
        this.account = actions.account(number, random);
        this.habits = ClientHabits.drawn(account.thinkMicrosMax(), random, actions.drawn(account, random));
        this.actions = actions;
        this.memory = new ClientMemory(random);
        this.host = random.between(1, servers);
    }

    /** Returns its number among the hosts of the network. */
    public int clientHost() {
        return clientHost;
    }

    /** Returns the server that it is, or was last, connected to. */
    public int host() {
        return host;
    }

    /** Takes its first turn after a pause. */
    public void start() {
        scheduler.after(random.delay(habits.thinkMicros()), this::turn);
    }

    /**
     * Sends nothing new from now on. It leaves its connection once everything is answered, or keeps it and its locks to
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
            if (!finishing && account.isReady()) {
                connect();
            }
        } else if (scheduler.nowMicros() - dialogue.waitingSinceMicros() > habits.patienceMicros() && !finishing) {
            leave(random.pick(List.of(Leaving.values())));
        } else if (finishing) {
            finish(dialogue);
        } else if (greeted && dialogue.busy() < habits.window()) {
            if (dialogue.busy() < dialogue.inFlight() && random.chance(0.7)) {
                random.pick(actions.aside()).run(this, random);
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
        boolean bound = !habits.hello() || memory.isBound();
        if (bound && !lastAsked && open.inFlight() == 0) {
            lastAsked = true;
            actions.waitToTheEnd(this, random);
        }
        if (bound && open.busy() == 0 && scheduler.nowMicros() - pingedMicros > habits.ttlMillis() * 1_000 / 4) {
            pingedMicros = scheduler.nowMicros();
            open.ask(Ask.of(Verb.PING), sessionOfCalls(), true);
        }
    }

    private void connect() {
        if (random.chance(0.5)) {
            host = random.between(1, servers);
        }
        greeted = false;
        account.forgotten();
        memory.unbound();
        DialogueListener listener = new DialogueListener(this, random);
        Dialogue opened = new Dialogue(network, scheduler, history, name, clientHost, host, listener);
        listener.at(opened);
        dialogue = opened;
    }

    private void act() {
        if (account.isToBeShown()) {
            auth();
        } else if (habits.hello() && !memory.isBound()) {
            hello();
        } else if (memory.hasToRepeat()) {
            Ask again = memory.takeToRepeat();
            if (random.chance(0.85)) {
                ask(again);
            }
        } else {
            random.pick(habits.actions()).run(this, random);
        }
    }

    /** Says who it is, once nothing but queued requests is under way. */
    void auth() {
        if (dialogue != null && dialogue.busy() == 0) {
            dialogue.ask(account.auth(random), 0, dialogue.isHeldUp());
        }
    }

    private void hello() {
        if (dialogue == null || dialogue.inFlight() > 0) {
            return;
        }
        Ask hello =
                memory.session() == 0 ? Ask.of(Verb.HELLO).with("ttl", habits.ttlMillis() + "ms") : memory.resumption();
        dialogue.ask(withIndex(hello), 0, false);
    }

    // For actions.

    @Nullable
    ClientCall ask(Ask ask) {
        if (dialogue == null) {
            return null;
        }
        boolean tagged = dialogue.isHeldUp() ? random.chance(0.9) : habits.window() > 1 && random.chance(0.7);
        return dialogue.ask(ask, sessionOfCalls(), tagged);
    }

    /**
     * Sends a request with a tag, so that no other waits behind it, and numbered if this client numbers its requests.
     */
    void askTaggedAndNumbered(Ask ask) {
        askTagged(habits.numbered() ? memory.numbered(ask) : ask);
    }

    void askTagged(Ask ask) {
        if (dialogue != null) {
            dialogue.ask(ask, sessionOfCalls(), true);
        }
    }

    /** Sends a request, numbered if this client numbers its requests. */
    @Nullable
    ClientCall askNumbered(Ask ask) {
        if (!habits.numbered()) {
            return ask(ask);
        }
        return ask(memory.numbered(ask));
    }

    /** Cancels one of its latest numbered requests, whatever its state, or the next one in advance. */
    void cancelNumbered(Randomness choice) {
        if (habits.numbered()) {
            long number = memory.someNumber(choice);
            askTagged(Ask.of(Verb.CANCEL).with("req", number));
        }
    }

    /** Returns the requests of this connection that may be queued. */
    List<ClientCall> mayWait() {
        return dialogue == null ? List.of() : dialogue.mayWait();
    }

    /** Sends one of its latest numbered requests again, whether or not it was answered. */
    void repeatOne() {
        if (!memory.recent().isEmpty()) {
            ask(random.pick(memory.recent()));
        }
    }

    Ask withIndex(Ask ask) {
        return habits.carriesIndex() && memory.indexSeen() > 0 ? ask.with("index", memory.indexSeen()) : ask;
    }

    LeaseActions leases() {
        return actions.leases();
    }

    ClientMemory memory() {
        return memory;
    }

    Account account() {
        return account;
    }

    void leave(Leaving how) {
        if (dialogue != null) {
            dialogue.leave(how);
        }
    }

    /** Resumes the session at another connection while the old one is still open. */
    void moveWithoutClosing() {
        if (memory.session() != 0 && dialogue != null && !dialogue.isOver()) {
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

    private long sessionOfCalls() {
        return habits.hello() ? memory.session() : 0;
    }

    boolean isAt(@Nullable Dialogue one) {
        return one == dialogue;
    }

    void greeted() {
        greeted = true;
    }

    /** The connection is gone. The client connects again after a pause. */
    void disconnected() {
        dialogue = null;
        silentUntilMicros = Math.max(silentUntilMicros, scheduler.nowMicros() + random.delay(PAUSE_MICROS));
    }

    @Override
    public String toString() {
        return name;
    }
}
