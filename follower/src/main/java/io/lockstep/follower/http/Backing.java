package io.lockstep.follower.http;

import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Conversation;
import io.lockstep.follower.metrics.ServerMetrics;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The server behind an HTTP port.
 *
 * @param loop runs tasks on the loop
 * @param connect greets a client and returns what takes its lines; for the loop
 * @param pulse what the loop says of itself
 * @param metrics what the server counts
 */
public record Backing(
        Executor loop, Function<ClientChannel, Conversation> connect, Pulse pulse, ServerMetrics metrics) {}
