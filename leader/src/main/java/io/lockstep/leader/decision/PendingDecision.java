package io.lockstep.leader.decision;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Submission;
import java.util.List;

/** A request at the leader, from the moment it is taken until its answer is certain or it is given back. */
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

    /**
     * Receives the answer to a request. A command that goes into the log has no answer here: applying it is the answer.
     */
    public interface Answer {

        /** The request was refused, or answered from memory: nothing goes into the log. */
        void decided(CommandResult result);

        /** The request was neither proposed nor answered, and never will be. */
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

    /** A retry of the request arrived: the answer goes to the newer attempt. */
    void answerTo(Answer newer) {
        this.answer = newer;
    }

    /** Whether leadership has been confirmed since the request came, so that the request may be refused. */
    boolean confirmed() {
        return confirmed;
    }

    void markConfirmed() {
        confirmed = true;
    }
}
