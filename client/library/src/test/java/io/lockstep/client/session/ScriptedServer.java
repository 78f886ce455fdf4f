package io.lockstep.client.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server of one connection that says what a test tells it to. For one thread; blocks. */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private Socket client;
    private BufferedReader lines;
    private String tag = "";

    ScriptedServer() throws IOException {}

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Waits for the next request, and returns it with its tag. */
    String next() throws IOException {
        if (client == null) {
            client = socket.accept();
            lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            push("* LOCKSTEP 1 cluster=scripted server=1 role=leader maxline=4096");
        }
        String line = lines.readLine();
        tag = line.substring(0, line.indexOf(' '));
        return line;
    }

    /** Sends lines under the tag of the newest request. */
    void answer(String... text) throws IOException {
        for (String line : text) {
            push(tag + " " + line);
        }
    }

    /** Sends a line as it is. */
    void push(String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        if (client != null) {
            client.close();
        }
    }
}
