package io.lockstep.common.record;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.size.MapBytes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest answers of one session by request number, so that a retry is answered without a second effect. It
 * holds at most {@value #ANSWERS_MAX} answers. When full it drops the lowest request number; from then on requests with
 * that number or a lower one are refused as stale.
 */
public final class AnswerMemory {

    /** How many answers a session keeps. */
    public static final int ANSWERS_MAX = 128;

    private static final int ANSWERS_AT_FIRST = 4;
    private static final long[] NO_NUMBERS = {};
    private static final CommandResult[] NO_ANSWERS = {};

    /**
     * The first {@link #count} elements are the request numbers, rising; {@link #answers} has their answers at the same
     * indices.
     */
    private long[] numbers;

    private @Nullable CommandResult[] answers;
    private int count;
    private long forgottenUpTo;
    private long bytes;

    /** Whether another memory has the same arrays, so that they must not change. */
    private boolean shared;

    /** Makes an empty memory. */
    public AnswerMemory() {
        this(0);
    }

    /** Makes an empty memory that has dropped the answers up to this request number. */
    public AnswerMemory(long forgottenUpTo) {
        this.forgottenUpTo = forgottenUpTo;
        numbers = NO_NUMBERS;
        answers = NO_ANSWERS;
    }

    private AnswerMemory(AnswerMemory original) {
        count = original.count;
        forgottenUpTo = original.forgottenUpTo;
        bytes = original.bytes;
        numbers = original.numbers;
        answers = original.answers;
        shared = true;
    }

    /** Returns an independent memory with the same answers, in constant time: whichever changes first is copied. */
    public AnswerMemory freeze() {
        shared = true;
        return new AnswerMemory(this);
    }

    /** Returns the bytes that the answers count in the size of the map. */
    public long bytes() {
        return bytes;
    }

    /** Returns how many answers are kept. */
    public int count() {
        return count;
    }

    /** Returns the request number at an index below {@link #count}; numbers rise with the index. */
    public long number(int place) {
        return numbers[Objects.checkIndex(place, count)];
    }

    /** Returns the answer at the index of its request number. */
    public CommandResult answer(int place) {
        return Objects.requireNonNull(answers[Objects.checkIndex(place, count)]);
    }

    /** Returns the highest request number whose answer was dropped; 0 if none was. */
    public long forgottenUpTo() {
        return forgottenUpTo;
    }

    /** Returns the lowest request number whose answer is kept; 0 if none is. */
    public long oldest() {
        return count == 0 ? 0 : numbers[0];
    }

    /** Returns the highest request number whose answer is kept; 0 if none is. */
    public long newest() {
        return count == 0 ? 0 : numbers[count - 1];
    }

    /** Returns the answer to a request; null if it is not kept. */
    public @Nullable CommandResult get(long number) {
        int place = Arrays.binarySearch(numbers, 0, count, number);
        return place >= 0 ? answers[place] : null;
    }

    /** Returns whether a request with a higher number got the grant with this token, as far as answers are kept. */
    public boolean hasGrantAfter(long number, long token) {
        for (int place = count - 1; place >= 0 && numbers[place] > number; place--) {
            if (answers[place] instanceof CommandResult.Granted granted && granted.token() == token) {
                return true;
            }
        }
        return false;
    }

    /** Keeps the answer to a request. The request has no answer yet, and its number is above {@link #forgottenUpTo}. */
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
            copyArrays(Math.max(ANSWERS_AT_FIRST, count * 2));
        } else if (shared) {
            copyArrays(numbers.length);
        }
        insert(-1 - Arrays.binarySearch(numbers, 0, count, number), number, answer);
    }

    private void copyArrays(int capacity) {
        numbers = Arrays.copyOf(numbers, capacity);
        answers = Arrays.copyOf(answers, capacity);
        shared = false;
    }

    private void insert(int place, long number, CommandResult answer) {
        System.arraycopy(numbers, place, numbers, place + 1, count - place);
        System.arraycopy(answers, place, answers, place + 1, count - place);
        numbers[place] = number;
        answers[place] = answer;
        count++;
        bytes += MapBytes.ofAnswer(answer);
    }

    private void forgetOldest() {
        if (shared) {
            copyArrays(numbers.length);
        }
        forgottenUpTo = numbers[0];
        bytes -= MapBytes.ofAnswer(answer(0));
        count--;
        System.arraycopy(numbers, 1, numbers, 0, count);
        System.arraycopy(answers, 1, answers, 0, count);
        answers[count] = null;
    }
}
