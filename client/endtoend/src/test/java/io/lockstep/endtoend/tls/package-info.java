/**
 * Tests TLS as an operator sets it up: certificates, servers, clients, and what strangers get. Depends on {@code
 * cluster}. Start reading at {@link io.lockstep.endtoend.tls.TlsClusterTest}.
 */
@NullMarked
package io.lockstep.endtoend.tls;

import org.jspecify.annotations.NullMarked;
