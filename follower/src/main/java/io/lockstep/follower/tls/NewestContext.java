package io.lockstep.follower.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A context for a server that takes one for its whole life: each new connection gets the newest certificate. */
final class NewestContext extends SSLContext {

    /** @param newest the context of the newest certificate */
    NewestContext(Supplier<SSLContext> newest) {
        super(new Newest(newest), newest.get().getProvider(), newest.get().getProtocol());
    }

    private static final class Newest extends SSLContextSpi {

        private final Supplier<SSLContext> newest;

        Newest(Supplier<SSLContext> newest) {
            this.newest = newest;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the files say which certificate and whom to trust");
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return newest.get().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return newest.get().createSSLEngine(host, port);
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return newest.get().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return newest.get().getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return newest.get().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return newest.get().getClientSessionContext();
        }
    }
}
