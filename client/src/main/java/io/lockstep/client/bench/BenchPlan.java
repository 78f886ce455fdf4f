package io.lockstep.client.bench;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import io.lockstep.common.protocol.ProtocolLimits;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loads that a user asks for, one after another, and whether they make sense. Pure.
 *
 * @param mode what each client does
 * @param givenNames the locks to use; null if the user did not say
 * @param clients the numbers of clients; one, or several loads
 * @param rates the requests due in a second; none for closed loops, one, or several loads
 * @param connections for the clients to share; 0 for one each
 * @param statusPercent how many of a hundred requests ask for a status; 0 if the user did not say
 */
public record BenchPlan(
        Mode mode,
        @Nullable Names givenNames,
        List<Integer> clients,
        List<Integer> rates,
        int connections,
        int statusPercent) {

    private static final int HUNDRED = 100;

    public BenchPlan {
        clients = List.copyOf(clients);
        rates = List.copyOf(rates);
    }

    /** What is wrong with it, for the user; empty if nothing is. */
    public String flaw() {
        return Stream.of(flawOfNumbers(), flawOfNames(), flawOfConnections(), flawOfFailover())
                .filter(flaw -> !flaw.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String flawOfNumbers() {
        if (clients.stream().anyMatch(each -> each < 1) || rates.stream().anyMatch(each -> each < 1)) {
            return "--clients and --rate must be at least 1";
        }
        if (clients.size() > 1 && rates.size() > 1) {
            return "give several numbers for --clients or for --rate, not for both";
        }
        if (statusPercent != 0 && mode != Mode.MIXED) {
            return "--status-percent is for --mode mixed";
        }
        return statusPercent < 0 || statusPercent > HUNDRED ? "--status-percent must be from 1 to 100" : "";
    }

    private String flawOfNames() {
        return mode.hasOneName() && givenNames == Names.DISTINCT
                ? "--mode " + mode.name().toLowerCase(Locale.ROOT) + " is about one lock; leave out --names"
                : "";
    }

    private String flawOfConnections() {
        if (connections == 0) {
            return "";
        }
        int least = clients.stream().mapToInt(Integer::intValue).min().orElse(1);
        int most = clients.stream().mapToInt(Integer::intValue).max().orElse(1);
        if (connections < 0 || connections > least) {
            return "--connections must be from 1 to the number of --clients";
        }
        if (connections < most && mode != Mode.STATUS && names() == Names.ONE) {
            return "clients of one lock need a connection each, since a connection is one session and takes a lock"
                    + " once; leave out --connections";
        }
        if (most > (long) connections * ProtocolLimits.IN_FLIGHT_MAX) {
            return "a connection takes " + ProtocolLimits.IN_FLIGHT_MAX + " requests at a time; give more --connections"
                    + " or fewer --clients";
        }
        return "";
    }

    private String flawOfFailover() {
        boolean plain = clients.size() == 1 && rates.isEmpty() && connections == 0;
        return mode == Mode.FAILOVER && !plain
                ? "--mode failover takes one number of --clients, and neither --rate nor --connections"
                : "";
    }

    /** The locks that the clients use. */
    public Names names() {
        Names given = givenNames;
        if (given != null) {
            return given;
        }
        return mode.hasOneName() || mode == Mode.SHARED ? Names.ONE : Names.DISTINCT;
    }

    /** Whether one session takes several locks, which a cluster may not allow. */
    public boolean needsSeveralLocks() {
        return mode != Mode.STATUS && loads().stream().anyMatch(Load::sharesConnections);
    }

    /** The loads, in the order given. Call it only on a plan without a flaw. */
    public List<Load> loads() {
        List<Integer> paces = rates.isEmpty() ? List.of(0) : rates;
        return clients.stream()
                .flatMap(each -> paces.stream().map(rate -> load(each, rate)))
                .toList();
    }

    private Load load(int each, int rate) {
        return new Load(each, connections == 0 ? each : connections, rate);
    }
}
