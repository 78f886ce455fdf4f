package io.lockstep.follower.context;

import java.time.Instant;

/**
 * The certificate that a server shows on new connections.
 *
 * @param subject as in RFC 2253
 * @param expires the last moment at which it is valid
 */
public record ServerCertificate(String subject, Instant expires) {}
