package io.lockstep.common.entry;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.lock.Lease;
import io.lockstep.common.record.GrantChunk;
import io.lockstep.common.record.GrantHistory;
import io.lockstep.common.record.PastGrant;
import java.util.List;
import java.util.SplittableRandom;

/** Draws requests for grants with their own lease, such leases, and grants that have ended, from a seed. */
record RandomGrants(RandomValues values, SplittableRandom random) {

    Command.Request request() {
        return switch (random.nextInt(4)) {
            case 0 ->
                new KeyedRequest.Extend(values.request(), values.name(), values.number(), key(), values.duration());
            case 1 ->
                new KeyedRequest.Release(values.request(), values.name(), values.number(), key(), values.duration());
            case 2 ->
                new KeyedRequest.Release(
                        values.request(), values.name(), values.number(), key(), KeyedRequest.Release.AS_LOCKED);
            default ->
                new Command.Acquire(
                        values.request(),
                        List.of(values.name()),
                        values.mode(),
                        values.duration(),
                        values.duration(),
                        new LeaseTerms(key(), values.duration(), values.duration()));
        };
    }

    /** Draws a lease; null in one of two cases. */
    Lease lease() {
        return random.nextBoolean() ? null : new Lease(key(), values.number(), values.number(), values.number());
    }

    /** Draws some grants that have ended. */
    GrantChunk chunk() {
        GrantHistory history = new GrantHistory();
        history.bound(Long.MAX_VALUE);
        for (int i = random.nextInt(4); i >= 0; i--) {
            history.add(past());
        }
        return history.chunks().get(0);
    }

    private PastGrant past() {
        return new PastGrant(
                values.number(),
                values.name(),
                values.mode(),
                values.number(),
                values.size(),
                values.text(90),
                values.text(20),
                values.number(),
                values.number(),
                values.number(),
                values.number(),
                values.one(LockEvent.Ending.values()),
                values.size());
    }

    private GrantKey key() {
        return new GrantKey(new TokenHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
    }
}
