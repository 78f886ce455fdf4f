package io.lockstep.leader.decision;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Decides requests against the applied map, in one term of one leader.
 *
 * <ul>
 *   <li>A request that touches the same lock or session as a proposal in progress waits until that is applied.
 *   <li>A request that changes the map is proposed.
 *   <li>A request that was answered before gets the stored answer.
 *   <li>A request that would be refused waits until leadership is confirmed, and is then decided again. The refusal is
 *       now final: the map it is based on contains every entry that was committed before the request arrived.
 * </ul>
 *
 * <p>A retry of a request that is still undecided here is not taken twice; the answer goes to the newest attempt.
 */
public final class LeaderDecisions {

    private final Supplier<LockStateMachine> map;
    private final Map<Origin, PendingDecision> undecided = new HashMap<>();
    private final ConflictQueue<PendingDecision> conflicts = new ConflictQueue<>();
    private List<Submission> toPropose = new ArrayList<>();
    private List<PendingDecision> toConfirm = new ArrayList<>();

    /** @param map the lock map as applied; read again for each decision, as a snapshot may replace it */
    public LeaderDecisions(Supplier<LockStateMachine> map) {
        this.map = map;
    }

    /** Takes a request. */
    public void take(Submission submission, PendingDecision.Answer answer) {
        PendingDecision known = undecided.get(submission.origin());
        if (known != null) {
            known.answerTo(answer);
            return;
        }
        PendingDecision request = new PendingDecision(submission, answer);
        undecided.put(submission.origin(), request);
        decide(request);
    }

    /**
     * Takes a command of the leader itself, which has no answer, for the next proposals. Does nothing if a proposal in
     * progress conflicts with it or if it would change nothing.
     *
     * @return whether it will be proposed
     */
    public boolean takeOwn(Submission submission) {
        List<Object> touched = ConflictKeys.by(submission.command());
        if (conflicts.firstTouched(touched) != null
                || !map.get().decide(submission.command()).changes()) {
            return false;
        }
        conflicts.touch(touched);
        toPropose.add(submission);
        return true;
    }

    private void decide(PendingDecision request) {
        Object touched = conflicts.firstTouched(request.touched());
        if (touched != null) {
            conflicts.await(touched, request);
            return;
        }
        Command command = againstPresentGeneration(request.command());
        Decision decision = map.get().decide(command);
        if (decision.changes()) {
            conflicts.touch(request.touched());
            toPropose.add(new Submission(request.submission().origin(), command));
            return;
        }
        CommandResult result = decision.result();
        boolean isAboutNow = result instanceof CommandResult.Refused || command.isAboutNow();
        if (isAboutNow && !request.confirmed()) {
            toConfirm.add(request);
            return;
        }
        undecided.remove(request.submission().origin());
        request.answer().decided(result);
    }

    private Command againstPresentGeneration(Command command) {
        if (command instanceof Command.ResumeSession resume) {
            Session session = map.get().session(resume.session());
            return session == null ? resume : resume.decidedAgainst(session.generation());
        }
        return command;
    }

    /**
     * Removes the commands to propose now, at most {@code most} in the order taken; they count as in progress from now
     * on.
     */
    public List<Submission> nextBatch(int most) {
        List<Submission> batch = toPropose;
        if (batch.size() <= most) {
            toPropose = new ArrayList<>();
            return batch;
        }
        toPropose = new ArrayList<>(batch.subList(most, batch.size()));
        return List.copyOf(batch.subList(0, most));
    }

    /** Whether {@link #nextBatch} would be empty. */
    public boolean nothingToPropose() {
        return toPropose.isEmpty();
    }

    /** Removes the requests that would be refused, to wait for a round of confirmation that starts now. */
    public List<PendingDecision> nextConfirmations() {
        List<PendingDecision> confirmations = toConfirm;
        toConfirm = new ArrayList<>();
        return confirmations;
    }

    /** Whether {@link #nextConfirmations} would be empty. */
    public boolean nothingToConfirm() {
        return toConfirm.isEmpty();
    }

    /**
     * Leadership was confirmed in a round that started after these requests were taken, and the map is at the confirmed
     * index.
     */
    public void confirmed(List<PendingDecision> requests) {
        for (PendingDecision request : requests) {
            request.markConfirmed();
            decide(request);
        }
    }

    /** Leadership could not be confirmed: gives these requests back. */
    public void notConfirmed(List<PendingDecision> requests) {
        for (PendingDecision request : requests) {
            undecided.remove(request.submission().origin());
            request.answer().notDecided();
        }
    }

    /** A batch has been applied: decides the requests that were queued behind it. */
    public void applied(List<Submission> batch) {
        List<List<Object>> touched = new ArrayList<>(batch.size());
        for (Submission submission : batch) {
            PendingDecision request = undecided.remove(submission.origin());
            touched.add(request == null ? ConflictKeys.by(submission.command()) : request.touched());
        }
        for (List<Object> keys : touched) {
            keys.forEach(this::decideQueued);
        }
    }

    private void decideQueued(Object key) {
        ArrayDeque<PendingDecision> queued = conflicts.release(key);
        while (!queued.isEmpty()) {
            decide(queued.remove());
            if (conflicts.firstTouched(List.of(key)) != null) {
                conflicts.awaitAgain(key, queued);
                return;
            }
        }
    }

    /**
     * The term is over. Gives back every request that was neither proposed nor answered.
     *
     * @param underWay commands that were proposed and may still be applied; they get no answer
     */
    public void end(List<Submission> underWay) {
        underWay.forEach(submission -> undecided.remove(submission.origin()));
        List<PendingDecision> rest = new ArrayList<>(undecided.values());
        undecided.clear();
        rest.forEach(request -> request.answer().notDecided());
    }
}
