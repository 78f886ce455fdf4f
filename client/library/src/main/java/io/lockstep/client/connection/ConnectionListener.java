package io.lockstep.client.connection;

import io.lockstep.common.protocol.ServerLine;

/** Is told what a connection does by itself. Called on the connection's reader thread; must not block. */
public interface ConnectionListener {

    /** The server sent a line that no request asked for. */
    void pushed(ServerConnection from, ServerLine push);

    /** The connection has ended; called once. {@code why} is a clause fit for the user. */
    void broken(ServerConnection connection, String why);
}
