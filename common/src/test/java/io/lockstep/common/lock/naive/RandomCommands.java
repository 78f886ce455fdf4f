package io.lockstep.common.lock.naive;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.CancelWait;
import io.lockstep.common.command.Command.CloseSession;
import io.lockstep.common.command.Command.ExpireSession;
import io.lockstep.common.command.Command.ForceRelease;
import io.lockstep.common.command.Command.FoundCluster;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.Command.ResumeSession;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws commands from a seed, mostly sensible ones: it looks into the model for existing sessions. One command in eight
 * is a retry of an earlier one.
 */
public final class RandomCommands {

    /** How many locks the commands use. */
    static final int NAMES = 7;

    private static final int COPIES_KEPT = 400;

    private final SplittableRandom random;
    private final NaiveModel model;
    private final RandomUserCommands users;
    private final RandomLeases leases;
    private final int locksPerClient;
    private final List<Command> earlier = new ArrayList<>();
    private long clusterMillis = 1_000;

    /** @param model gets every entry before the next one is drawn */
    public RandomCommands(SplittableRandom random, NaiveModel model, int locksPerClient) {
        this.random = random;
        this.model = model;
        this.users = new RandomUserCommands(random.split(), model);
        this.leases = new RandomLeases(random.split(), model);
        this.locksPerClient = locksPerClient;
    }

    /** Draws an entry with so many commands. */
    public Entry entry(int submissions) {
        clusterMillis += random.nextInt(100);
        List<Submission> batch = new ArrayList<>();
        Origin origin = new Origin(home(), random.nextInt(100));
        for (int i = 0; i < submissions; i++) {
            batch.add(new Submission(origin, command()));
        }
        long entryMillis = random.nextInt(10) == 0 ? clusterMillis - 500 : clusterMillis;
        return new Entry(origin, entryMillis, 1_700_000_000_000L + random.nextInt(1_000), batch);
    }

    private Command command() {
        if (!earlier.isEmpty() && random.nextInt(8) == 0) {
            return earlier.get(random.nextInt(earlier.size()));
        }
        Command command = fresh();
        if (earlier.size() < COPIES_KEPT) {
            earlier.add(command);
        } else {
            earlier.set(random.nextInt(COPIES_KEPT), command);
        }
        return command;
    }

    /** Mostly valid: also addresses that are taken or no addresses, and removals in every order. */
    private Command membershipChange() {
        int choice = random.nextInt(16);
        if (choice == 0) {
            Command.RemoveServer.Way[] ways = Command.RemoveServer.Way.values();
            return new Command.RemoveServer(
                    random.nextInt(5), ways[random.nextInt(ways.length)], "operator", "o:1", "reason");
        }
        if (choice == 3) {
            return new Command.SetMapBytes((1L << 40) + random.nextInt(2), "operator", "o:1", "reason");
        }
        if (choice == 1) {
            return new Command.FinishRemoval(random.nextInt(5));
        }
        if (choice == 2) {
            return new Command.AcceptLoss(
                    random.nextInt(5), random.nextInt(3), random.nextInt(9), random.nextInt(9), "", "o:1", "reason");
        }
        String address = random.nextInt(20) == 0 ? "no address" : "10.0.0." + random.nextInt(5) + ":9100";
        return new RegisterServer(
                "disk-" + random.nextInt(6),
                address,
                address,
                random.nextBoolean(),
                random.nextInt(4),
                new Program("v" + random.nextInt(3), 1 + random.nextInt(3)));
    }

    private Command fresh() {
        int choice = random.nextInt(244);
        if (choice >= 214) {
            return leases.command(request(session()), name(), mode(), waitMillis(), delayMillis());
        }
        if (choice >= 200) {
            return users.command();
        }
        if (choice < 2) {
            return new FoundCluster("cluster", locksPerClient, Long.MAX_VALUE, 3_000, 4_000);
        }
        if (choice < 6) {
            return membershipChange();
        }
        if (choice < 16) {
            SessionKey key = new SessionKey(1, random.nextInt(1_000));
            return new OpenSession(
                    key,
                    home(),
                    address(),
                    "label " + random.nextInt(3),
                    1_000 + random.nextInt(9),
                    random.nextInt(4) != 0,
                    users.user(),
                    random.nextBoolean());
        }
        if (choice < 22) {
            return resume();
        }
        if (choice < 24) {
            NaiveModel.LiveSession session = session();
            if (random.nextInt(4) == 0) {
                return new Command.EndIdleSession(session.number, generation(session));
            }
            return random.nextInt(3) == 0
                    ? new CloseSession(session.number, generation(session))
                    : new ExpireSession(session.number, generation(session));
        }
        if (choice < 130) {
            return acquire();
        }
        if (choice < 145) {
            return new PassTime(random.nextInt(5) == 0 ? clusterMillis - random.nextInt(200) : clusterMillis);
        }
        if (choice < 152) {
            return cancel();
        }
        if (choice < 166) {
            return force();
        }
        return release();
    }

    private Acquire acquire() {
        if (model.locks.held.size() < 2 || random.nextInt(5) < 2) {
            return new Acquire(request(session()), names(), mode(), waitMillis(), delayMillis());
        }
        // A holder wants another held lock, which causes cycles.
        NaiveLocks.Held wanted = someHeld();
        NaiveModel.LiveSession holder = someHeld().owner();
        for (int tries = 0; tries < 5 && holder == wanted.owner(); tries++) {
            holder = someHeld().owner();
        }
        return new Acquire(request(holder), List.of(wanted.name()), wanted.mode(), waitMillis(), delayMillis());
    }

    private Release release() {
        if (model.locks.held.isEmpty() || random.nextInt(3) == 0) {
            long token = random.nextInt(3) == 0 ? random.nextLong(model.locks.tokens + 2) : 0;
            return new Release(request(session()), names(), token);
        }
        NaiveLocks.Held held = someHeld();
        List<LockName> names = new ArrayList<>(List.of(held.name()));
        // Several at once, most of them under one token.
        for (NaiveLocks.Held other : model.locks.heldBy(held.owner())) {
            if (!other.name().equals(held.name()) && random.nextBoolean()) {
                names.add(other.name());
            }
        }
        return new Release(request(held.owner()), names, random.nextInt(4) == 0 ? held.token() : 0);
    }

    private ForceRelease force() {
        if (model.locks.held.isEmpty() || random.nextInt(4) == 0) {
            long token = 1 + random.nextLong(model.locks.tokens + 1);
            return new ForceRelease(request(session()), name(), token, "anna", "reason");
        }
        NaiveLocks.Held held = someHeld();
        return new ForceRelease(request(session()), held.name(), held.token(), "anna", "reason " + random.nextInt(3));
    }

    private CancelWait cancel() {
        NaiveModel.LiveSession session = session();
        long request = request(session).number();
        if (!model.locks.waiting.isEmpty() && random.nextInt(3) != 0) {
            NaiveLocks.Waiting waiting = model.locks.waiting.get(random.nextInt(model.locks.waiting.size()));
            session = waiting.session();
            request = waiting.request();
        }
        return new CancelWait(session.number, generation(session), request);
    }

    private NaiveLocks.Held someHeld() {
        return model.locks.held.get(random.nextInt(model.locks.held.size()));
    }

    private long waitMillis() {
        return random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(3_000);
    }

    private long delayMillis() {
        return random.nextBoolean() ? 1 + random.nextInt(800) : 0;
    }

    private LockMode mode() {
        return switch (random.nextInt(12)) {
            case 0 -> LockMode.permits(2);
            case 1 -> LockMode.permits(3);
            case 2, 3, 4, 5 -> LockMode.SHARED;
            default -> LockMode.EXCLUSIVE;
        };
    }

    private List<LockName> names() {
        List<LockName> names = new ArrayList<>(List.of(name()));
        while (random.nextInt(5) < 2) {
            LockName another = name();
            if (!names.contains(another)) {
                names.add(another);
            }
        }
        return names;
    }

    private ResumeSession resume() {
        NaiveModel.LiveSession session = session();
        SessionKey key = session.opening == null || random.nextInt(6) == 0
                ? new SessionKey(2, random.nextInt(5))
                : session.opening.key();
        long attempt = random.nextLong(1, 51);
        return new ResumeSession(
                session.number, key, attempt, generation(session), home(), address(), users.userOf(session));
    }

    private RequestId request(NaiveModel.LiveSession session) {
        long newest = session.answers.isEmpty() ? 0 : session.answers.lastKey();
        for (NaiveLocks.Waiting waiting : model.locks.waitsOf(session)) {
            newest = Math.max(newest, waiting.request());
        }
        long number = switch (random.nextInt(10)) {
            case 0 -> 1 + random.nextLong(newest + 1);
            case 1 -> newest + 1 + random.nextInt(5);
            default -> newest + 1;
        };
        long answeredUpTo = random.nextInt(4) == 0 ? Math.max(0, number - 1 - random.nextInt(6)) : 0;
        return new RequestId(session.number, generation(session), number, answeredUpTo);
    }

    /** Returns a session that is open, or sometimes one that is not. */
    private NaiveModel.LiveSession session() {
        if (model.sessions.isEmpty() || random.nextInt(20) == 0) {
            NaiveModel.LiveSession none = new NaiveModel.LiveSession();
            none.number = random.nextLong(model.sessionNumbers + 2);
            return none;
        }
        // Mostly the first sessions, so that some get enough requests to drop answers.
        int among = random.nextInt(3) == 0 ? model.sessions.size() : Math.min(3, model.sessions.size());
        return model.sessions.get(random.nextInt(among));
    }

    private long generation(NaiveModel.LiveSession session) {
        return random.nextInt(15) == 0 ? random.nextLong(session.generation + 2) : session.generation;
    }

    private ServerIncarnation home() {
        int server = random.nextInt(20) == 0 ? random.nextInt(6) : 1 + random.nextInt(3);
        return new ServerIncarnation(server, random.nextInt(3));
    }

    private String address() {
        return "127.0.0.1:" + random.nextInt(5);
    }

    private LockName name() {
        return name(random.nextInt(NAMES));
    }

    static LockName name(int number) {
        return new LockName("Lock " + number);
    }
}
