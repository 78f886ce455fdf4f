package io.lockstep.endtoend.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A rule for the packets of one host.
 *
 * @param table the table of the rule, {@code filter} or {@code nat}
 * @param chain the chain, such as {@code INPUT}
 */
record PacketRule(Host host, String table, String chain, List<String> specification) {

    /** All packets that arrive at {@code host} from this address are lost. */
    static PacketRule lost(Host host, String fromAddress) {
        return input(host, "-s " + fromAddress + " -j DROP");
    }

    static PacketRule input(Host host, String specification) {
        return new PacketRule(host, "filter", "INPUT", words(specification));
    }

    static PacketRule output(Host host, String table, String specification) {
        return new PacketRule(host, table, "OUTPUT", words(specification));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }

    void add() throws InterruptedException {
        change("-I");
    }

    void remove() throws InterruptedException {
        change("-D");
    }

    private void change(String how) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", "10", "-t", table, how, chain));
        command.addAll(specification);
        Shell.run(host.inside(command));
    }
}
