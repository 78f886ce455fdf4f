package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.LineClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a page in a browser can send: requests of HTTP whose bodies are lines of the protocol. */
record HttpPosts() implements Attack {

    private static final byte[] POST = """
            POST / HTTP/1.1
            Host: localhost
            Content-Type: text/plain

            LOCK browsed
            FORCE browsed token=1 reason=x
            """.getBytes(StandardCharsets.UTF_8);

    @Override
    public void run(Target target, Tally got) throws IOException {
        while (!target.timeIsUp()) {
            for (int port : target.ports()) {
                try (LineClient client = new LineClient(port)) {
                    client.send(POST);
                    for (String line = client.read(); line != null; line = client.read()) {
                        got.countLine(line);
                    }
                } catch (IOException reset) {
                    got.count("reset");
                }
            }
        }
    }
}
