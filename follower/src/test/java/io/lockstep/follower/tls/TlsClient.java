package io.lockstep.follower.tls;

import io.lockstep.common.tls.TlsIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** A client of the JDK that has shaken hands over a socket. Its methods block. */
final class TlsClient {

    private static final int READ_MILLIS_MAX = 20_000;

    final Socket plain;
    final SSLSocket socket;
    private final BufferedReader input;

    TlsClient(Socket plain, TlsIdentity identity, String version) throws IOException {
        this.plain = plain;
        socket = (SSLSocket)
                identity.context().getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        socket.setEnabledProtocols(new String[] {version});
        socket.setSoTimeout(READ_MILLIS_MAX);
        socket.startHandshake();
        input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    String ask(String line) {
        send(line + "\n");
        try {
            return read();
        } catch (IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    String read() throws IOException {
        return input.readLine();
    }
}
