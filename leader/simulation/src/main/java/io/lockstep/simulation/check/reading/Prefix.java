package io.lockstep.simulation.check.reading;

import java.util.List;
import java.util.function.Predicate;

/** Looks into lists in which the elements that fulfil a condition come before all others. */
public final class Prefix {

    private Prefix() {}

    /** Returns how many elements fulfil the condition. Takes logarithmic time. */
    public static <T> int length(List<T> list, Predicate<T> condition) {
        int low = 0;
        int high = list.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(list.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
