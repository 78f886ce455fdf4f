package io.lockstep.common.lock.naive;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.AlreadyWaits;
import io.lockstep.common.command.CommandResult.Cancelled;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Leased;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.lock.naive.NaiveLocks.Held;
import io.lockstep.common.lock.naive.NaiveLocks.Waiting;
import io.lockstep.common.lock.naive.NaiveModel.LiveSession;
import java.util.List;

/** The rules of grants with their own lease: each has a session for itself. */
record NaiveLeases(NaiveModel model, NaiveRequests requests) {

    CommandResult acquire(LiveSession asker, Command.Acquire command) {
        LeaseTerms terms = command.lease();
        LockName name = command.names().get(0);
        for (Held one : model.locks.held) {
            if (terms.key().equals(one.owner().grantKey)) {
                return one.name().equals(name)
                        ? new Leased(one.token(), one.owner().clientId, one.owner().leaseMillis)
                        : taken(command, name);
            }
        }
        for (Waiting one : model.locks.waiting) {
            if (terms.key().equals(one.session().grantKey)) {
                return waitsAlready(asker, command, one);
            }
        }
        int server = asker.home.server();
        if (model.idsToGiveOut.get(server).isEmpty()) {
            return new Full("client ids of server " + server, model.clientIdsPerServer);
        }
        CommandResult refusal = model.users.overQuota(Quotas.Kind.SESSIONS, asker.user, 1);
        refusal = refusal != null ? refusal : requests.noRoomFor(asker, command);
        if (refusal != null) {
            return refusal;
        }
        CommandResult inTheWay = requests.inTheWay(command);
        if (inTheWay != null && command.waitMillis() == 0) {
            return inTheWay;
        }
        refusal = inTheWay == null ? null : requests.noPlaceInLine(asker, command);
        if (refusal != null) {
            return refusal;
        }
        LiveSession own = open(asker, terms);
        return inTheWay != null
                ? requests.queue(own, asker, command)
                : new Leased(
                        model.locks.grant(own, command.names(), command.mode(), command.delayMillis(), 0),
                        own.clientId,
                        own.leaseMillis);
    }

    private CommandResult taken(Command.Acquire command, LockName name) {
        CommandResult inTheWay = command.waitMillis() == 0 ? requests.inTheWay(command) : null;
        return inTheWay != null ? inTheWay : new AlreadyWaits(name, model.locksPerClient);
    }

    private CommandResult waitsAlready(LiveSession asker, Command.Acquire command, Waiting one) {
        boolean same = command.waitMillis() > 0
                && one.names().equals(command.names())
                && one.mode().equals(command.mode())
                && one.asker().user.equals(asker.user);
        if (!same) {
            return taken(command, command.names().get(0));
        }
        CommandResult tooMany = requests.tooManyWaits(asker);
        if (tooMany != null) {
            return tooMany;
        }
        model.locks.answer(one, new Cancelled());
        Waiting again = new Waiting(
                one.session(),
                asker,
                command.request().number(),
                one.names(),
                one.mode(),
                one.sinceMillis(),
                model.clusterMillis + command.waitMillis(),
                one.delayMillis());
        model.locks.waiting.set(model.locks.waiting.indexOf(one), again);
        return new Queued(model.locks.placeOf(again));
    }

    private LiveSession open(LiveSession asker, LeaseTerms terms) {
        long millis = bounded(terms.leaseMillis());
        LiveSession own = new NaiveSessions(model)
                .add(new Command.OpenSession(
                        new SessionKey(0, model.sessionNumbers + 1),
                        asker.home,
                        asker.address,
                        asker.opening.label(),
                        millis,
                        false,
                        asker.user,
                        false));
        own.grantKey = terms.key();
        own.leaseMillis = millis;
        own.holdMillis = terms.holdMillis();
        return own;
    }

    private long bounded(long millis) {
        return millis < 1_000 ? 1_000 : Math.min(millis, model.leaseMillisMax);
    }

    CommandResult decide(KeyedRequest command) {
        List<Held> holders = model.locks.holders(command.name());
        for (Held one : holders) {
            if (command.key().equals(one.owner().grantKey)) {
                return command.token() != 0 && command.token() != one.token()
                        ? new StaleToken(NaiveViews.view(one))
                        : carryOut(command, one);
            }
        }
        return holders.isEmpty() ? new NotHeld(command.name()) : new NotOwner(NaiveViews.view(holders.get(0)));
    }

    private CommandResult carryOut(KeyedRequest command, Held one) {
        LiveSession own = one.owner();
        if (command instanceof KeyedRequest.Extend extend) {
            own.leaseMillis = bounded(extend.leaseMillis());
            own.leaseEndsMillis = model.clusterMillis + own.leaseMillis;
            return new Leased(one.token(), own.clientId, own.leaseMillis);
        }
        long holdMillis = ((KeyedRequest.Release) command).holdMillis();
        model.locks.end(one, Ending.RELEASE, holdMillis < 0 ? own.holdMillis : holdMillis);
        model.locks.grantNext(List.of(one.name()));
        return new Released(one.token());
    }
}
