package io.lockstep.common.lock;

import io.lockstep.common.command.CommandResult;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest answers of one session, by request number, so that a copy of a request is answered and not done again. At
 * most {@value #ANSWERS_MAX}: the lowest number goes first, and no request at or below one that went is taken any more.
 */
public final class AnswerMemory {

    /** How many answers a session keeps. */
    public static final int ANSWERS_MAX = 128;

    private static final int ANSWERS_AT_FIRST = 4;
    private static final long[] NO_NUMBERS = {};
    private static final CommandResult[] NO_ANSWERS = {};

    /** The first {@link #count} hold the request numbers, rising; at the same places in {@link #answers} is what they got. */
    private long[] numbers;

    private @Nullable CommandResult[] answers;
    private int count;
    private long forgottenUpTo;

    AnswerMemory() {
        this(0);
    }

    /** An empty memory that has forgotten the answers up to this request number. */
    public AnswerMemory(long forgottenUpTo) {
        this.forgottenUpTo = forgottenUpTo;
        numbers = NO_NUMBERS;
        answers = NO_ANSWERS;
    }

    private AnswerMemory(AnswerMemory original) {
        count = original.count;
        forgottenUpTo = original.forgottenUpTo;
        numbers = Arrays.copyOf(original.numbers, count);
        answers = Arrays.copyOf(original.answers, count);
    }

    /** A copy that does not change with this one. */
    AnswerMemory copy() {
        return new AnswerMemory(this);
    }

    /** How many answers there are. */
    public int count() {
        return count;
    }

    /** The request number at a place from 0 to {@link #count}; rising. */
    public long number(int place) {
        return numbers[Objects.checkIndex(place, count)];
    }

    /** The answer to the request number at the same place. */
    public CommandResult answer(int place) {
        return Objects.requireNonNull(answers[Objects.checkIndex(place, count)]);
    }

    /** The highest number whose answer was kept and is not any more; 0 if there is none. */
    public long forgottenUpTo() {
        return forgottenUpTo;
    }

    /** The lowest number whose answer is kept; 0 if none is. */
    long oldest() {
        return count == 0 ? 0 : numbers[0];
    }

    /** The highest number whose answer is kept; 0 if none is. */
    long newest() {
        return count == 0 ? 0 : numbers[count - 1];
    }

    /** The answer to a request, or null if it is not kept. */
    public @Nullable CommandResult get(long number) {
        int place = Arrays.binarySearch(numbers, 0, count, number);
        return place >= 0 ? answers[place] : null;
    }

    /** Keeps the answer to a request that has none yet and whose number is above {@link #forgottenUpTo}. */
    public void put(long number, CommandResult answer) {
        if (number <= forgottenUpTo || get(number) != null) {
            throw new IllegalArgumentException("request " + number + " was answered before");
        }
        if (count == ANSWERS_MAX) {
            if (number < numbers[0]) {
                forgottenUpTo = number;
                return;
            }
            forgetOldest();
        }
        if (count == numbers.length) {
            int capacity = Math.max(ANSWERS_AT_FIRST, count * 2);
            numbers = Arrays.copyOf(numbers, capacity);
            answers = Arrays.copyOf(answers, capacity);
        }
        insert(-1 - Arrays.binarySearch(numbers, 0, count, number), number, answer);
    }

    private void insert(int place, long number, CommandResult answer) {
        System.arraycopy(numbers, place, numbers, place + 1, count - place);
        System.arraycopy(answers, place, answers, place + 1, count - place);
        numbers[place] = number;
        answers[place] = answer;
        count++;
    }

    private void forgetOldest() {
        forgottenUpTo = numbers[0];
        count--;
        System.arraycopy(numbers, 1, numbers, 0, count);
        System.arraycopy(answers, 1, answers, 0, count);
        answers[count] = null;
    }
}
