package io.lockstep.follower.tls;

import io.lockstep.common.net.Sockets;
import io.lockstep.common.net.Transport;
import io.lockstep.follower.context.ServerCertificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How the bytes of a server travel: as they are, or over TLS. */
public sealed interface Encryption permits ServerTls, Encryption.None {

    /** Bytes travel as they are. */
    Encryption NONE = new None();

    /** For the port for clients. */
    Transport.Factory transports();

    /** For links between servers, and for what a server dials else. */
    Sockets sockets();

    /** The certificate that new connections are shown now; empty without TLS. */
    Optional<ServerCertificate> certificate();

    /** For a port that the JDK serves: each new connection gets the newest certificate. Null without TLS. */
    @Nullable
    SSLContext context();

    /** Whether bytes are encrypted. */
    boolean isOn();

    /** Ends its threads; handshakes under way come to nothing. */
    void close();

    /** None. */
    final class None implements Encryption {

        private None() {}

        @Override
        public Transport.Factory transports() {
            return Transport.PLAIN;
        }

        @Override
        public Sockets sockets() {
            return Sockets.WITH_CHANNELS;
        }

        @Override
        public Optional<ServerCertificate> certificate() {
            return Optional.empty();
        }

        @Override
        public @Nullable SSLContext context() {
            return null;
        }

        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void close() {}
    }
}
