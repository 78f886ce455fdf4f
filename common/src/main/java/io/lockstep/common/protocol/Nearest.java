package io.lockstep.common.protocol;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds what a mistyped word was meant to be: the choice that takes the fewest edits. An edit changes, adds or drops
 * one character, or swaps two neighbours. Pure.
 */
public final class Nearest {

    /** Longer words are not compared: no choice is as long. */
    private static final int LENGTH_MAX = 64;

    private Nearest() {}

    /**
     * Returns the nearest choice, or one that the word begins; empty if all of them differ in more than a third of the
     * word. Upper and lower case are the same. Of equally near choices the first one wins.
     */
    public static Optional<String> of(String word, Collection<String> choices) {
        if (word.isEmpty() || word.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String given = word.toLowerCase(Locale.ROOT);
        int editsMax = Math.max(1, (given.length() + 1) / 3);
        return choices.stream()
                .filter(choice -> edits(given, choice.toLowerCase(Locale.ROOT)) <= editsMax)
                .min(Comparator.comparingInt(choice -> edits(given, choice.toLowerCase(Locale.ROOT))))
                .or(() -> choices.stream()
                        .filter(choice -> given.length() > 2
                                && choice.toLowerCase(Locale.ROOT).startsWith(given))
                        .findFirst());
    }

    /**
     * Returns the end of a message about a word that is no choice: {@code ; did you mean STATUS? HELP lists the verbs},
     * or without a near choice {@code ; HELP lists the verbs}.
     */
    public static String advice(String word, Collection<String> choices, String otherwise) {
        return of(word, choices)
                .map(choice -> "; did you mean " + choice + "? " + otherwise)
                .orElse("; " + otherwise);
    }

    /** Optimal string alignment, in three rows of its table. */
    private static int edits(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                char here = from.charAt(row - 1);
                int change = here == to.charAt(column - 1) ? 0 : 1;
                int least = Math.min(last[column - 1] + change, 1 + Math.min(last[column], current[column - 1]));
                boolean swapped = row > 1
                        && column > 1
                        && here == to.charAt(column - 2)
                        && from.charAt(row - 2) == to.charAt(column - 1);
                current[column] = swapped ? Math.min(least, beforeLast[column - 2] + 1) : least;
            }
            beforeLast = last;
            last = current;
        }
        return last[to.length()];
    }
}
