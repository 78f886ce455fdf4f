package io.lockstep.common.record;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.size.MapBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Answers by request number, packed into bytes: nearly all answers are grants and releases, which are two numbers each,
 * and there may be 128 for each of 19,000 sessions. An answer has a head, which is its kind and how much higher its
 * number is than the one before; a grant or a release then has the difference of its token. Other answers are objects
 * beside the bytes.
 *
 * <p>To append, to drop the oldest, and to see that a new number has no answer take constant time; the rest is a walk
 * over the bytes.
 */
final class PackedAnswers {

    private static final int GRANTED = 0;
    private static final int RELEASED = 1;
    private static final int OTHER = 2;

    private static final int KIND_BITS = 2;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;

    /** The step of a head whose number follows it. */
    private static final int LONG_STEP = 0xFF >>> KIND_BITS;

    private static final byte[] NO_BYTES = {};
    private static final CommandResult[] NO_OTHERS = {};

    private byte[] bytes = NO_BYTES;
    private int start;
    private int end;
    private int count;
    private long mapBytes;

    /** What the number and the token of the first answer count from. */
    private long numberBefore;

    private long tokenBefore;

    private long newestNumber;
    private long newestToken;

    /** The answers that are no grants and no releases, in order; no longer than that. */
    private CommandResult[] others = NO_OTHERS;

    PackedAnswers copy() {
        PackedAnswers copy = new PackedAnswers();
        int used = end - start;
        copy.bytes = new byte[lengthFor(used)];
        System.arraycopy(bytes, start, copy.bytes, 0, used);
        copy.end = used;
        copy.count = count;
        copy.mapBytes = mapBytes;
        copy.numberBefore = numberBefore;
        copy.tokenBefore = tokenBefore;
        copy.newestNumber = newestNumber;
        copy.newestToken = newestToken;
        copy.others = others;
        return copy;
    }

    int count() {
        return count;
    }

    /** Returns what the answers count in the size of the map. */
    long mapBytes() {
        return mapBytes;
    }

    /** Returns the lowest number; 0 if there is none. */
    long oldest() {
        Cursor first = new Cursor();
        return first.next() ? first.number : 0;
    }

    /** Returns the highest number; 0 if there is none. */
    long newest() {
        return newestNumber;
    }

    @Nullable
    CommandResult get(long number) {
        if (number <= newestNumber) {
            for (Cursor each = new Cursor(); each.next() && each.number <= number; ) {
                if (each.number == number) {
                    return each.answer();
                }
            }
        }
        return null;
    }

    boolean hasGrantAfter(long number, long token) {
        if (number < newestNumber) {
            for (Cursor each = new Cursor(); each.next(); ) {
                if (each.number > number && each.kind == GRANTED && each.token == token) {
                    return true;
                }
            }
        }
        return false;
    }

    void forEach(AnswerMemory.Visitor visitor) {
        for (Cursor each = new Cursor(); each.next(); ) {
            visitor.answer(each.number, each.answer());
        }
    }

    /** Adds an answer whose number is the highest. */
    void append(long number, CommandResult answer) {
        long step = number - newestNumber;
        boolean isLong = step >= LONG_STEP;
        int kind = kindOf(answer);
        long token = kind == OTHER ? newestToken : tokenOf(answer);
        long difference = zigzag(token - newestToken);
        makeRoom(1 + (isLong ? lengthOf(step) : 0) + (kind == OTHER ? 0 : lengthOf(difference)));
        bytes[end++] = (byte) (((isLong ? LONG_STEP : step) << KIND_BITS) | kind);
        if (isLong) {
            write(step);
        }
        if (kind == OTHER) {
            others = Arrays.copyOf(others, others.length + 1);
            others[others.length - 1] = answer;
        } else {
            write(difference);
        }
        newestNumber = number;
        newestToken = token;
        mapBytes += MapBytes.ofAnswer(answer);
        count++;
    }

    /** Returns the same with one more answer, whose number is not the highest. */
    PackedAnswers with(long number, CommandResult answer) {
        PackedAnswers all = new PackedAnswers();
        forEach((each, answerOfEach) -> {
            if (all.newestNumber < number && number < each) {
                all.append(number, answer);
            }
            all.append(each, answerOfEach);
        });
        return all;
    }

    /** Drops the answer with the lowest number; there must be one. */
    void removeOldest() {
        Cursor first = new Cursor();
        if (!first.next()) {
            throw new IllegalStateException("there is no answer");
        }
        mapBytes -= MapBytes.ofAnswer(first.answer());
        if (first.kind == OTHER) {
            others = Arrays.copyOfRange(others, 1, others.length);
        }
        start = first.at;
        numberBefore = first.number;
        tokenBefore = first.token;
        count--;
    }

    private static int kindOf(CommandResult answer) {
        return answer instanceof CommandResult.Granted
                ? GRANTED
                : answer instanceof CommandResult.Released ? RELEASED : OTHER;
    }

    private static long tokenOf(CommandResult answer) {
        return answer instanceof CommandResult.Granted granted
                ? granted.token()
                : ((CommandResult.Released) answer).token();
    }

    private void makeRoom(int more) {
        if (end + more <= bytes.length) {
            return;
        }
        int used = end - start;
        boolean fits = used + more <= bytes.length - bytes.length / 8;
        byte[] target = fits ? bytes : new byte[lengthFor(used + more)];
        System.arraycopy(bytes, start, target, 0, used);
        bytes = target;
        start = 0;
        end = used;
    }

    /** Room for a few more; objects end at a multiple of eight anyway. */
    private static int lengthFor(int used) {
        return (used + used / 4 + 7) & ~7;
    }

    /** Small for small numbers of either sign. */
    private static long zigzag(long difference) {
        return (difference << 1) ^ (difference >> 63);
    }

    private static int lengthOf(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    private void write(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[end++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
    }

    /** Stands on one answer after the other, in the order of their numbers. */
    private final class Cursor {
        int at = start;
        long number = numberBefore;
        long token = tokenBefore;
        int kind;
        private int other = -1;

        boolean next() {
            if (at == end) {
                return false;
            }
            int head = bytes[at++] & 0xFF;
            int step = head >>> KIND_BITS;
            kind = head & KIND_MASK;
            number += step == LONG_STEP ? read() : step;
            if (kind == OTHER) {
                other++;
            } else {
                long difference = read();
                token += (difference >>> 1) ^ -(difference & 1);
            }
            return true;
        }

        CommandResult answer() {
            return switch (kind) {
                case GRANTED -> new CommandResult.Granted(token);
                case RELEASED -> new CommandResult.Released(token);
                default -> others[other];
            };
        }

        private long read() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
