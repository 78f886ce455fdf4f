package io.lockstep.common.lock;

import io.lockstep.common.lock.CommandResult.AlreadyHolds;
import io.lockstep.common.lock.CommandResult.Founded;
import io.lockstep.common.lock.CommandResult.Full;
import io.lockstep.common.lock.CommandResult.Granted;
import io.lockstep.common.lock.CommandResult.HeldByOther;
import io.lockstep.common.lock.CommandResult.NoSession;
import io.lockstep.common.lock.CommandResult.NotHeld;
import io.lockstep.common.lock.CommandResult.NotOwner;
import io.lockstep.common.lock.CommandResult.OutOfPlace;
import io.lockstep.common.lock.CommandResult.Released;
import io.lockstep.common.lock.CommandResult.ServerRegistered;
import io.lockstep.common.lock.CommandResult.SessionEnded;
import io.lockstep.common.lock.CommandResult.SessionOpened;
import io.lockstep.common.lock.CommandResult.StaleRequest;
import io.lockstep.common.lock.CommandResult.StaleToken;
import io.lockstep.common.lock.CommandResult.TakenOver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules once more, in the plainest way: lists that are searched from end to end, and nothing ever forgotten. Shares no
 * code with the state machine but the records.
 */
final class NaiveModel {

    static final class LiveSession {
        long number;
        int clientId;
        Command.OpenSession opening;
        long generation = 1;
        long attempt;
        ServerIncarnation home;
        String address;
        long answeredUpTo;
        final TreeMap<Long, CommandResult> answers = new TreeMap<>();
    }

    record HeldLock(LockName name, long token, LiveSession owner, long clusterMillis, long wallMillis) {}

    final int clientIdsPerServer;
    final int locksMax;
    boolean founded;
    int locksPerClient;
    long clusterMillis;
    long wallMillis;
    long tokens;
    long sessionNumbers;
    final List<RegisteredServer> servers = new ArrayList<>();
    final Map<Integer, List<Integer>> idsToGiveOut = new HashMap<>();
    final List<LiveSession> sessions = new ArrayList<>();
    final List<HeldLock> locks = new ArrayList<>();

    NaiveModel(int clientIdsPerServer, int locksMax) {
        this.clientIdsPerServer = clientIdsPerServer;
        this.locksMax = locksMax;
    }

    List<CommandResult> apply(Entry entry) {
        if (entry.clusterMillis() > clusterMillis) {
            clusterMillis = entry.clusterMillis();
        }
        wallMillis = entry.wallMillis();
        List<CommandResult> results = new ArrayList<>();
        for (Submission submission : entry.submissions()) {
            results.add(apply(submission.command()));
        }
        return results;
    }

    List<LockStatus> held() {
        return locks.stream()
                .sorted(Comparator.comparing(lock -> lock.name.text()))
                .map(lock -> new LockStatus(lock.name, view(lock), 1, 0, 0))
                .toList();
    }

    private CommandResult apply(Command command) {
        if (command instanceof Command.FoundCluster found) {
            if (founded) {
                return new OutOfPlace();
            }
            founded = true;
            locksPerClient = found.locksPerClient();
            return new Founded();
        }
        if (!founded) {
            return new OutOfPlace();
        }
        if (command instanceof Command.RegisterServer register) {
            return register(register);
        }
        if (command instanceof Command.OpenSession open) {
            return open(open);
        }
        if (command instanceof Command.ResumeSession resume) {
            return resume(resume);
        }
        if (command instanceof Command.CloseSession close) {
            return end(close.session(), close.generation());
        }
        if (command instanceof Command.ExpireSession expire) {
            return end(expire.session(), expire.generation());
        }
        return request((Command.Request) command);
    }

    private CommandResult register(Command.RegisterServer command) {
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).storageId().equals(command.storageId())) {
                servers.set(
                        i,
                        new RegisteredServer(
                                i + 1, command.storageId(), command.clientAddress(), command.peerAddress()));
                return new ServerRegistered(i + 1);
            }
        }
        int number = servers.size() + 1;
        servers.add(new RegisteredServer(number, command.storageId(), command.clientAddress(), command.peerAddress()));
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < clientIdsPerServer; i++) {
            ids.add(number * clientIdsPerServer + i);
        }
        idsToGiveOut.put(number, ids);
        return new ServerRegistered(number);
    }

    private CommandResult open(Command.OpenSession command) {
        for (LiveSession session : sessions) {
            if (session.opening.key().equals(command.key())) {
                return new SessionOpened(session.number, session.clientId, 1);
            }
        }
        int server = command.home().server();
        if (server < 1 || server > servers.size()) {
            return new OutOfPlace();
        }
        if (idsToGiveOut.get(server).isEmpty()) {
            return new Full("client ids of server " + server, clientIdsPerServer);
        }
        LiveSession session = new LiveSession();
        sessionNumbers++;
        session.number = sessionNumbers;
        session.clientId = idsToGiveOut.get(server).remove(0);
        session.opening = command;
        session.home = command.home();
        session.address = command.clientAddress();
        sessions.add(session);
        return new SessionOpened(session.number, session.clientId, 1);
    }

    private CommandResult resume(Command.ResumeSession command) {
        LiveSession session = find(command.session());
        if (session == null || !session.opening.key().equals(command.key()) || !session.opening.resumable()) {
            return new NoSession();
        }
        int server = command.home().server();
        if (server < 1 || server > servers.size()) {
            return new OutOfPlace();
        }
        if (session.attempt != command.attempt()) {
            if (session.generation != command.fromGeneration()) {
                return new TakenOver(session.generation);
            }
            session.generation = session.generation + 1;
            session.attempt = command.attempt();
            session.home = command.home();
            session.address = command.clientAddress();
        }
        return new SessionOpened(session.number, session.clientId, session.generation);
    }

    private CommandResult end(long number, long generation) {
        LiveSession session = find(number);
        if (session == null) {
            return new NoSession();
        }
        if (session.generation != generation) {
            return new TakenOver(session.generation);
        }
        int before = locks.size();
        locks.removeIf(lock -> lock.owner == session);
        sessions.remove(session);
        idsToGiveOut.get(session.clientId / clientIdsPerServer).add(session.clientId);
        return new SessionEnded(before - locks.size());
    }

    private CommandResult request(Command.Request command) {
        RequestId request = command.request();
        LiveSession session = find(request.session());
        if (session == null) {
            return new NoSession();
        }
        List<Long> newest =
                session.answers.descendingKeySet().stream().limit(128).toList();
        if (newest.contains(request.number())) {
            return session.answers.get(request.number());
        }
        if (session.generation != request.generation()) {
            return new TakenOver(session.generation);
        }
        boolean wasForgotten = session.answers.keySet().stream()
                .anyMatch(number -> !newest.contains(number) && number >= request.number());
        if (wasForgotten || request.number() <= session.answeredUpTo) {
            return new StaleRequest(newest.isEmpty() ? 0 : newest.get(newest.size() - 1));
        }
        CommandResult result = command instanceof Command.Acquire acquire
                ? acquire(session, acquire.names().get(0))
                : release(session, (Command.Release) command);
        session.answers.put(request.number(), result);
        session.answeredUpTo = Math.max(session.answeredUpTo, request.answeredUpTo());
        return result;
    }

    private CommandResult acquire(LiveSession session, LockName name) {
        List<HeldLock> own =
                locks.stream().filter(lock -> lock.owner == session).toList();
        for (HeldLock lock : own) {
            if (lock.name.equals(name)) {
                return new AlreadyHolds(view(lock), locksPerClient);
            }
        }
        if (locksPerClient != 0 && own.size() == locksPerClient) {
            return new AlreadyHolds(view(own.get(0)), locksPerClient);
        }
        for (HeldLock lock : locks) {
            if (lock.name.equals(name)) {
                return new HeldByOther(view(lock), 0);
            }
        }
        if (locks.size() == locksMax) {
            return new Full("locks of the cluster", locksMax);
        }
        tokens++;
        locks.add(new HeldLock(name, tokens, session, clusterMillis, wallMillis));
        return new Granted(tokens);
    }

    private CommandResult release(LiveSession session, Command.Release command) {
        for (HeldLock lock : locks) {
            if (lock.name.equals(command.names().get(0))) {
                if (lock.owner != session) {
                    return new NotOwner(view(lock));
                }
                if (command.token() != 0 && command.token() != lock.token) {
                    return new StaleToken(view(lock));
                }
                locks.remove(lock);
                return new Released(lock.token);
            }
        }
        return new NotHeld();
    }

    private LiveSession find(long number) {
        return sessions.stream()
                .filter(session -> session.number == number)
                .findFirst()
                .orElse(null);
    }

    private static Hold view(HeldLock lock) {
        LiveSession owner = lock.owner;
        return new Hold(
                lock.name,
                LockMode.EXCLUSIVE,
                lock.token,
                owner.number,
                owner.clientId,
                owner.opening.label(),
                owner.home.server(),
                owner.address,
                lock.clusterMillis,
                lock.wallMillis);
    }
}
