package io.lockstep.program;

import io.lockstep.common.net.HostPort;
import java.util.List;

/**
 * The value of an option that is a list of servers. As one value, unlike as a list, it takes the place of the value of
 * an earlier option of the same name.
 *
 * @param addresses in the order given
 */
public record ServerList(List<HostPort> addresses) {

    /** Copies the addresses. */
    public ServerList {
        addresses = List.copyOf(addresses);
    }
}
