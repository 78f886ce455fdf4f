package io.lockstep.common.entry;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.Entry;
import io.lockstep.common.lock.Hold;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.Origin;
import io.lockstep.common.lock.RequestId;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.SessionKey;
import io.lockstep.common.lock.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Values of every kind, drawn from a seed; numbers of every size, text of every script. */
final class RandomValues {

    private final SplittableRandom random;

    RandomValues(SplittableRandom random) {
        this.random = random;
    }

    Entry entry() {
        List<Submission> submissions = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            submissions.add(submission());
        }
        return new Entry(origin(), number(), number(), submissions);
    }

    Submission submission() {
        return new Submission(origin(), command());
    }

    Command command() {
        return switch (random.nextInt(8)) {
            case 0 -> new Command.FoundCluster("c" + text(20), size());
            case 1 -> new Command.RegisterServer(text(40), text(20), text(20));
            case 2 -> new Command.OpenSession(key(), incarnation(), text(20), number(), random.nextBoolean());
            case 3 -> new Command.ResumeSession(number(), key(), random.nextLong(), number(), incarnation(), text(20));
            case 4 -> new Command.CloseSession(number(), number());
            case 5 -> new Command.ExpireSession(number(), number());
            case 6 -> new Command.Acquire(request(), name());
            default -> new Command.Release(request(), name(), number());
        };
    }

    CommandResult result() {
        return switch (random.nextInt(16)) {
            case 0 -> new CommandResult.Founded();
            case 1 -> new CommandResult.ServerRegistered(size());
            case 2 -> new CommandResult.SessionOpened(number(), size(), number());
            case 3 -> new CommandResult.SessionEnded(size());
            case 4 -> new CommandResult.Granted(number());
            case 5 -> new CommandResult.Released(number());
            case 6 -> new CommandResult.HeldByOther(hold());
            case 7 -> new CommandResult.AlreadyHolds(hold(), size());
            case 8 -> new CommandResult.NotOwner(hold());
            case 9 -> new CommandResult.NotHeld();
            case 10 -> new CommandResult.StaleToken(hold());
            case 11 -> new CommandResult.NoSession();
            case 12 -> new CommandResult.TakenOver(number());
            case 13 -> new CommandResult.StaleRequest(number());
            case 14 -> new CommandResult.Full(text(30), number());
            default -> new CommandResult.OutOfPlace();
        };
    }

    Hold hold() {
        return new Hold(name(), number(), number(), size(), size(), text(20), number(), number());
    }

    LockName name() {
        String text = text(200);
        return LockName.flawOf(text).isEmpty() ? new LockName(text) : new LockName("Lock " + size());
    }

    private Origin origin() {
        return new Origin(incarnation(), number());
    }

    private ServerIncarnation incarnation() {
        return new ServerIncarnation(size(), random.nextLong());
    }

    private SessionKey key() {
        return new SessionKey(random.nextLong(), random.nextLong());
    }

    private RequestId request() {
        return new RequestId(number(), number(), number(), number());
    }

    private long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    private int size() {
        return (int) (random.nextLong() >>> (33 + random.nextInt(31)));
    }

    private String text(int lengthMax) {
        int[] highest = {0x7E, 0x7E, 0x7FF, 0xD7FF, 0x10FFFF};
        int bound = highest[random.nextInt(highest.length)];
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(lengthMax); i > 0; i--) {
            int character = random.nextInt(0x20, bound + 1);
            boolean surrogate = character >= 0xD800 && character <= 0xDFFF;
            text.appendCodePoint(surrogate ? '\uFFFD' : character);
        }
        return text.toString();
    }
}
