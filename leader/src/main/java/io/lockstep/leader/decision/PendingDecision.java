package io.lockstep.leader.decision;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Submission;
import java.util.List;

/** A request before a leader, from the moment it is taken until its answer is certain or it is given back. */
public final class PendingDecision {

    private final Submission submission;
    private final List<Object> touched;
    private Answer answer;
    private boolean confirmed;

    PendingDecision(Submission submission, Answer answer) {
        this.submission = submission;
        this.touched = ConflictKeys.by(submission.command());
        this.answer = answer;
    }

    /** How whoever sent the request hears of it. Where the command goes into the log, applying it is the answer. */
    public interface Answer {

        /** Refused, or answered from memory: nothing goes into the log. */
        void decided(CommandResult result);

        /** Neither proposed nor answered, and it never will be. */
        void notDecided();
    }

    Submission submission() {
        return submission;
    }

    Command command() {
        return submission.command();
    }

    List<Object> touched() {
        return touched;
    }

    Answer answer() {
        return answer;
    }

    /** A copy of the request came by a newer way: the answer goes there. */
    void answerTo(Answer newer) {
        this.answer = newer;
    }

    /** Whether leadership has been confirmed since the request came, so that it may be refused. */
    boolean confirmed() {
        return confirmed;
    }

    void markConfirmed() {
        confirmed = true;
    }
}
