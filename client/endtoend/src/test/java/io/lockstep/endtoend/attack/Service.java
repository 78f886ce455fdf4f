package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.ServiceTimes;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How the neighbours of all servers were served for a time; each figure is that of the one that fared worst. */
record Service(double halfMillis, double mostMillis, long longestGapMillis, int countMin) {

    static Service of(List<ServiceTimes> each) {
        return new Service(
                worst(each, times -> times.millisOf(0.5)),
                worst(each, times -> times.millisOf(0.99)),
                (long) worst(each, ServiceTimes::longestGapMillis),
                each.stream().mapToInt(ServiceTimes::count).min().orElse(0));
    }

    private static double worst(List<ServiceTimes> each, ToDoubleFunction<ServiceTimes> figure) {
        return each.stream().mapToDouble(figure).max().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, longest gap %d ms (%d cycles)",
                halfMillis,
                mostMillis,
                longestGapMillis,
                countMin);
    }
}
