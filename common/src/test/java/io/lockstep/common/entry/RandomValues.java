package io.lockstep.common.entry;

import io.lockstep.common.access.AccessVerdict;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.Grant;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.record.AnswerMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Draws values of every kind from a seed: numbers of every size, text of every script. */
final class RandomValues {

    private static final int COMMANDS = 20;
    private static final int RESULTS = 40;

    private final SplittableRandom random;

    RandomValues(SplittableRandom random) {
        this.random = random;
    }

    Entry entry() {
        return new Entry(origin(), number(), number(), some(6, this::submission));
    }

    Submission submission() {
        return new Submission(origin(), command());
    }

    Command command() {
        return switch (random.nextInt(COMMANDS)) {
            case 0 ->
                new Command.FoundCluster(
                        "c" + text(20), size(), duration(), Limits.LEASE_MILLIS_MIN + duration() / 2, duration());
            case 1 -> new Command.RegisterServer(text(40), text(20), text(20), random.nextBoolean(), size(), program());
            case 10 -> new Command.RemoveServer(size(), way(), text(20), text(20), text(90));
            case 11 -> new Command.FinishRemoval(size());
            case 12 -> new Command.AcceptLoss(size(), number(), number(), number(), text(20), text(20), text(90));
            case 2 ->
                new Command.OpenSession(
                        key(),
                        incarnation(),
                        text(20),
                        text(90),
                        number(),
                        random.nextBoolean(),
                        text(20),
                        random.nextBoolean());
            case 3 ->
                new Command.ResumeSession(
                        number(), key(), random.nextLong(), number(), incarnation(), text(20), text(20));
            case 13 -> new Command.ChangeAccess(new RandomUsers(this, random).change(), text(20), text(20));
            case 14 -> new Command.ReportRefusals(size(), number(), text(10), text(20), text(20), size());
            case 15 -> new Command.SetMapBytes(duration(), text(20), text(20), text(90));
            case 16 -> new Command.EndIdleSession(number(), number());
            case 4 -> new Command.CloseSession(number(), number());
            case 5 -> new Command.ExpireSession(number(), number());
            case 6 -> new Command.Acquire(request(), names(), mode(), duration(), duration());
            case 17, 18 -> new RandomGrants(this, random).request();
            case 7 -> new Command.Release(request(), names(), number());
            case 8 -> new Command.ForceRelease(request(), name(), number(), text(90), text(90));
            case 9 -> new Command.CancelWait(number(), number(), number());
            default -> new Command.PassTime(number());
        };
    }

    CommandResult result() {
        return switch (random.nextInt(RESULTS)) {
            case 0 -> new CommandResult.Founded();
            case 1 -> new CommandResult.ServerRegistered(size());
            case 2 -> new CommandResult.SessionOpened(number(), size(), number());
            case 3 -> new CommandResult.SessionEnded(size());
            case 4 -> new CommandResult.Granted(number());
            case 5 -> new CommandResult.Released(number());
            case 6 -> new CommandResult.HeldByOther(holder(), size());
            case 7 -> new CommandResult.AlreadyHolds(holder(), size());
            case 8 -> new CommandResult.NotOwner(holder());
            case 9 -> new CommandResult.NotHeld(name());
            case 10 -> new CommandResult.StaleToken(holder());
            case 11 -> new CommandResult.NoSession();
            case 12 -> new CommandResult.TakenOver(number());
            case 13 -> new CommandResult.StaleRequest(number());
            case 14 -> new CommandResult.Full(text(30), number());
            case 15 -> new CommandResult.Queued(size());
            case 16 -> new CommandResult.TimedOut();
            case 17 -> new CommandResult.Cancelled();
            case 18 -> new CommandResult.WaitCancelled();
            case 19 -> new CommandResult.TimePassed();
            case 20 -> new CommandResult.WaitersAhead(name(), size(), size());
            case 21 -> new CommandResult.Blocked(name(), number());
            case 22 -> new CommandResult.OtherMode(name(), mode());
            case 23 -> new CommandResult.Deadlock(some(5, this::link));
            case 24 -> new CommandResult.NotWaiting();
            case 25 -> new CommandResult.AlreadyWaits(name(), size());
            case 26 -> new CommandResult.ServerLeaves(size());
            case 27 -> new CommandResult.ServerRemoved(size());
            case 29 -> new CommandResult.LossRecorded();
            case 30 -> new CommandResult.AccessChanged();
            case 31 -> new CommandResult.AccessRefused(one(AccessVerdict.Refusal.values()));
            case 32 -> new CommandResult.NotAUser();
            case 33 -> new CommandResult.RefusalsRecorded();
            case 34 -> new CommandResult.MapBytesSet(duration());
            case 35 -> new CommandResult.SessionInUse();
            case 38 -> new CommandResult.LevelTooLow(size(), size());
            case 36 -> new CommandResult.HeapTooSmall(number());
            case 37 -> new CommandResult.Leased(number(), size(), number());
            case 28 -> new CommandResult.MembershipRefused(one(MembershipRefused.Reason.values()), size());
            default -> new CommandResult.OutOfPlace();
        };
    }

    /** Draws an image of the right form. No state machine need ever be in that state. */
    StateImage image() {
        return new StateImage(
                text(20),
                size(),
                number(),
                number(),
                number(),
                number(),
                some(
                        3,
                        () -> new RegisteredServer(
                                size(),
                                text(20),
                                text(20),
                                text(20),
                                random.nextBoolean(),
                                one(RegisteredServer.Standing.values()),
                                program())),
                some(3, () -> new StateImage.ClientIdBlock(size(), some(4, this::size))),
                some(3, this::session),
                some(4, this::waiter),
                some(4, () -> new StateImage.BlockedImage(name(), number())),
                some(4, this::audited),
                some(3, new RandomUsers(this, random)::user),
                number(),
                number(),
                new StateImage.HistoryImage(
                        number(), number(), number(), some(4, new RandomGrants(this, random)::chunk)),
                1 + size());
    }

    private Program program() {
        return new Program("v" + size(), 1 + size() % 9);
    }

    Backup backup() {
        BackupHeader header = new BackupHeader(text(20), number(), number(), size(), text(10), size(), size(), size());
        return new Backup(header, image());
    }

    AuditRecord audited() {
        AuditRecord.Act act = switch (random.nextInt(7)) {
            case 3 -> new AuditRecord.MapBytesSet(number(), number());
            case 4 -> new AuditRecord.UserChange(text(20), text(90));
            case 5 -> new AuditRecord.Refusals(size(), number(), text(10), size());
            case 0 -> new AuditRecord.ForcedRelease(holder());
            case 1 -> new AuditRecord.ServerRemoval(size(), way());
            case 2 -> new AuditRecord.LossAccepted(size(), number(), number(), number());
            default -> new AuditRecord.Restoration(text(20), number());
        };
        return new AuditRecord(number(), act, text(30), text(20), text(90), number());
    }

    private Command.RemoveServer.Way way() {
        return one(Command.RemoveServer.Way.values());
    }

    <E> E one(E[] elements) {
        return elements[random.nextInt(elements.length)];
    }

    HolderStatus holder() {
        return new HolderStatus(
                name(), mode(), number(), number(), size(), text(90), size(), text(20), number(), number());
    }

    LockName name() {
        String text = text(200);
        return LockName.flawOf(text).isEmpty() ? new LockName(text) : new LockName("Lock " + size());
    }

    private StateImage.SessionImage session() {
        return new StateImage.SessionImage(
                number(),
                key(),
                size(),
                number(),
                random.nextBoolean(),
                number(),
                random.nextLong(),
                incarnation(),
                text(20),
                text(90),
                number(),
                answers(),
                some(4, () -> new Grant(name(), mode(), number(), number(), number(), number(), number())),
                text(20),
                new RandomGrants(this, random).lease());
    }

    private AnswerMemory answers() {
        AnswerMemory answers = new AnswerMemory(random.nextInt(5));
        for (int i = random.nextInt(5); i > 0; i--) {
            answers.put(10 + i, result());
        }
        return answers;
    }

    private StateImage.WaiterImage waiter() {
        return new StateImage.WaiterImage(
                number(), number(), number(), number(), names(), mode(), number(), number(), number());
    }

    private CommandResult.Deadlock.Link link() {
        return new CommandResult.Deadlock.Link(size(), name());
    }

    LockMode mode() {
        return switch (random.nextInt(3)) {
            case 0 -> LockMode.EXCLUSIVE;
            case 1 -> LockMode.SHARED;
            default -> LockMode.permits(random.nextInt(LockMode.PERMITS_MIN, LockMode.PERMITS_MAX + 1));
        };
    }

    private List<LockName> names() {
        List<LockName> names = some(4, this::name).stream().distinct().toList();
        return names.isEmpty() ? List.of(name()) : names;
    }

    <T> List<T> some(int bound, Supplier<T> one) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(bound); i > 0; i--) {
            values.add(one.get());
        }
        return values;
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

    RequestId request() {
        return new RequestId(number(), number(), number(), number());
    }

    long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    long duration() {
        return number() & Long.MAX_VALUE;
    }

    int size() {
        return (int) (random.nextLong() >>> (33 + random.nextInt(31)));
    }

    String text(int lengthMax) {
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
