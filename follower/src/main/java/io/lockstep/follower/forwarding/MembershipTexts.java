package io.lockstep.follower.forwarding;

import io.lockstep.common.command.CommandResult.MembershipRefused;

/** Says in words why a change of the servers is not possible, and what to do. */
public final class MembershipTexts {

    private MembershipTexts() {}

    /** One sentence for the operator. */
    public static String of(MembershipRefused refused) {
        int server = refused.server();
        return switch (refused.reason()) {
            case NO_SUCH_SERVER -> "there is no server " + server + "; NODES lists the servers";
            case REMOVED ->
                "server " + server + " was removed, and its data cannot come back: delete its data"
                        + " directory and start it with --leader, to join as a new server";
            case LAST_SERVER -> "server " + server + " is the only one";
            case NO_REPLACEMENT ->
                "server " + server + " votes, and no server that has caught up could take its place:"
                        + " add a server first, or remove it with way=replace (the next server takes its place) or"
                        + " way=shrink (fewer voters)";
            case ONLY_VOTER -> "server " + server + " is the only voter: add a server first";
            case OLD_PROGRAM ->
                "the program of the new server is too old: it does not read the feature level of the cluster; run the"
                        + " version of the other servers there";
            case ADDRESS_TAKEN -> "server " + server + " has this address for servers, and is not known to be gone";
            case BAD_ADDRESS ->
                "the address is not one that other servers can reach: host:port, and no address that"
                        + " stands for a whole machine; give --advertise";
        };
    }
}
