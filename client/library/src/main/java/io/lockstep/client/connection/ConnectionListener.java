package io.lockstep.client.connection;

import io.lockstep.common.protocol.ServerLine;

/** Receives the events of a connection. Called on the connection's reader thread; must not block. */
public interface ConnectionListener {

    /** The server sent a push: a line that answers no request. */
    void pushed(ServerConnection from, ServerLine push);

    /** The connection has ended; called once. {@code why} is a clause for the user. */
    void broken(ServerConnection connection, String why);
}
