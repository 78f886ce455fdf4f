package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.RemoveServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The servers as {@link LogReading} follows them through the log: how they join, are replaced and are removed. */
final class LoggedServers {

    private enum State {
        STAYS,
        GOES,
        GOES_UNREPLACED,
        GONE
    }

    private static final class Server {
        final int number;
        final String storageId;
        String peerAddress;
        State state = State.STAYS;

        Server(int number, String storageId, String peerAddress) {
            this.number = number;
            this.storageId = storageId;
            this.peerAddress = peerAddress;
        }
    }

    private final List<Server> servers = new ArrayList<>();
    private final List<LoggedAudit> audit;

    /** The number of the server and of its start. */
    private final Set<List<Long>> lossesAccepted = new HashSet<>();

    /** @param audit receives the removals, and the losses that were accepted */
    LoggedServers(List<LoggedAudit> audit) {
        this.audit = audit;
    }

    /** Whether clients may open sessions there. */
    boolean isThere(int number) {
        return number >= 1 && number <= servers.size() && servers.get(number - 1).state != State.GONE;
    }

    void register(Command.RegisterServer command, Moment now) {
        Server known = find(command.storageId());
        Server other = servers.stream()
                .filter(each ->
                        each != known && each.state == State.STAYS && each.peerAddress.equals(command.peerAddress()))
                .findFirst()
                .orElse(null);
        if (known != null) {
            if (known.state != State.GONE && other == null) {
                known.peerAddress = command.peerAddress();
            }
        } else if (other == null || other.number == command.replaces()) {
            Server joined = new Server(servers.size() + 1, command.storageId(), command.peerAddress());
            servers.add(joined);
            if (other != null) {
                other.state = State.GOES;
                String reason = "server " + joined.number + " joined at its address with other data";
                audit.add(new LoggedAudit("server " + other.number, "", command.clientAddress(), reason, now));
            }
        }
    }

    private @Nullable Server find(String storageId) {
        return servers.stream()
                .filter(each -> each.storageId.equals(storageId))
                .findFirst()
                .orElse(null);
    }

    void remove(RemoveServer command, Moment now) {
        if (!isThere(command.server())) {
            return;
        }
        Server server = servers.get(command.server() - 1);
        boolean last = servers.stream().noneMatch(each -> each != server && each.state == State.STAYS);
        boolean shrinks = command.way() == RemoveServer.Way.SHRINK;
        if ((server.state == State.STAYS && !last) || (server.state == State.GOES && shrinks)) {
            server.state = shrinks ? State.GOES_UNREPLACED : State.GOES;
            audit.add(new LoggedAudit(
                    "server " + server.number, command.operator(), command.operatorAddress(), command.reason(), now));
        }
    }

    void acceptLoss(Command.AcceptLoss command, Moment now) {
        boolean registered = command.server() >= 1 && command.server() <= servers.size();
        if (registered && lossesAccepted.add(List.of((long) command.server(), command.start()))) {
            audit.add(new LoggedAudit(
                    "server " + command.server(),
                    command.operator(),
                    command.operatorAddress(),
                    command.reason(),
                    now));
        }
    }

    void finish(int number) {
        if (isThere(number) && servers.get(number - 1).state != State.STAYS) {
            servers.get(number - 1).state = State.GONE;
        }
    }
}
