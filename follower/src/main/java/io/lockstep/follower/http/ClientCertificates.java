package io.lockstep.follower.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Has the HTTP port ask clients for a certificate, which they may show, as the port for clients does. */
final class ClientCertificates extends HttpsConfigurator {

    ClientCertificates(SSLContext context) {
        super(context);
    }

    @Override
    public void configure(HttpsParameters connection) {
        SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
        parameters.setWantClientAuth(true);
        connection.setSSLParameters(parameters);
    }
}
