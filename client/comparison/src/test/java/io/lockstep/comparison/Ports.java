package io.lockstep.comparison;

import java.util.List;
import java.util.stream.IntStream;

/** The ports that the clients of a load connect to, when the servers of a contender have ports in a row. */
final class Ports {

    private Ports() {}

    static List<Integer> of(Task.Place place, int leader, int first, int servers) {
        List<Integer> all = IntStream.range(first, first + servers).boxed().toList();
        return switch (place) {
            case LEADER -> List.of(leader);
            case FOLLOWER ->
                List.of(all.stream().filter(port -> port != leader).findFirst().orElse(leader));
            case ALL -> all;
        };
    }
}
