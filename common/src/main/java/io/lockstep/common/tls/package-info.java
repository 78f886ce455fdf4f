/**
 * TLS 1.3 with certificates in PEM files: reading and checking the files, and blocking sockets for clients and between
 * servers. No call of a lock or a line of the protocol is known here.
 *
 * <p>Depends on {@code common.net} and the JDK. Start at {@link io.lockstep.common.tls.TlsIdentity}.
 */
@NullMarked
package io.lockstep.common.tls;

import org.jspecify.annotations.NullMarked;
