package io.lockstep.common.record;

import io.lockstep.common.command.CommandResult;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest answers of one session by request number, so that a retry is answered without a second effect. It
 * holds at most {@value #ANSWERS_MAX} answers. When full it drops the lowest request number; from then on requests with
 * that number or a lower one are refused as stale.
 */
public final class AnswerMemory {

    /** How many answers a session keeps. */
    public static final int ANSWERS_MAX = 128;

    /** Takes an answer and its request number. */
    public interface Visitor {
        void answer(long number, CommandResult answer);
    }

    private static final PackedAnswers NONE = new PackedAnswers();

    private PackedAnswers answers;
    private long forgottenUpTo;

    /** Whether another memory has the same answers, so that they must not change. */
    private boolean shared = true;

    /** Makes an empty memory. */
    public AnswerMemory() {
        this(0);
    }

    /** Makes an empty memory that has dropped the answers up to this request number. */
    public AnswerMemory(long forgottenUpTo) {
        this(forgottenUpTo, NONE);
    }

    private AnswerMemory(long forgottenUpTo, PackedAnswers answers) {
        this.forgottenUpTo = forgottenUpTo;
        this.answers = answers;
    }

    /** Returns an independent memory with the same answers, in constant time: whichever changes first is copied. */
    public AnswerMemory freeze() {
        shared = true;
        return new AnswerMemory(forgottenUpTo, answers);
    }

    /** Returns whether it has never had an answer. */
    public boolean isNew() {
        return count() == 0 && forgottenUpTo == 0;
    }

    /** Returns the bytes that the answers count in the size of the map. */
    public long bytes() {
        return answers.mapBytes();
    }

    /** Returns how many answers are kept. */
    public int count() {
        return answers.count();
    }

    /** Visits the answers with their request numbers, which rise. */
    public void forEach(Visitor visitor) {
        answers.forEach(visitor);
    }

    /** Returns the highest request number whose answer was dropped; 0 if none was. */
    public long forgottenUpTo() {
        return forgottenUpTo;
    }

    /** Returns the lowest request number whose answer is kept; 0 if none is. */
    public long oldest() {
        return answers.oldest();
    }

    /** Returns the highest request number whose answer is kept; 0 if none is. */
    public long newest() {
        return answers.newest();
    }

    /** Returns the answer to a request; null if it is not kept. */
    public @Nullable CommandResult get(long number) {
        return answers.get(number);
    }

    /** Returns whether a request with a higher number got the grant with this token, as far as answers are kept. */
    public boolean hasGrantAfter(long number, long token) {
        return answers.hasGrantAfter(number, token);
    }

    /** Keeps the answer to a request. The request has no answer yet, and its number is above {@link #forgottenUpTo}. */
    public void put(long number, CommandResult answer) {
        if (number <= forgottenUpTo || get(number) != null) {
            throw new IllegalArgumentException("request " + number + " was answered before");
        }
        boolean full = count() == ANSWERS_MAX;
        if (full && number < oldest()) {
            forgottenUpTo = number;
            return;
        }
        if (shared) {
            answers = answers.copy();
            shared = false;
        }
        if (full) {
            forgottenUpTo = oldest();
            answers.removeOldest();
        }
        if (number > newest()) {
            answers.append(number, answer);
        } else {
            answers = answers.with(number, answer);
        }
    }
}
