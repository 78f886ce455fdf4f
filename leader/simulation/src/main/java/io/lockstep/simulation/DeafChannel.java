package io.lockstep.simulation;

import io.lockstep.follower.client.ClientChannel;

/** A client that reads no answer. */
record DeafChannel(String clientAddress) implements ClientChannel {

    @Override
    public void send(String line) {}

    @Override
    public boolean roomToPush() {
        return true;
    }

    @Override
    public void keeps(int bytes) {}

    @Override
    public void readMore(boolean wanted) {}

    @Override
    public void close() {}
}
