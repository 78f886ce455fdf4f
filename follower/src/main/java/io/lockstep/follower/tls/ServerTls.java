package io.lockstep.follower.tls;

import io.lockstep.common.net.Sockets;
import io.lockstep.common.net.Transport;
import io.lockstep.common.tls.TlsFileException;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.common.tls.TlsSockets;
import io.lockstep.follower.context.ServerCertificate;
import io.lockstep.program.Signals;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** TLS of one server, at all of its ports. Certificates are read anew while it runs, for new connections. */
public final class ServerTls implements Encryption {

    private static final int HANDSHAKE_MILLIS_MAX = 5_000;
    private static final long LOOK_MILLIS = 2_000;
    private static final long IDLE_SECONDS_MAX = 30;

    private final CertificateReload reload;
    private final ExecutorService handshakes = handshakeThreads();
    private final Thread watch = new Thread(this::watch, "tls-reload");
    private boolean asked;
    private boolean closed;

    private ServerTls(CertificateReload reload) {
        this.reload = reload;
    }

    /** Reads the files, and looks at them every two seconds and on a signal HUP from now on. Blocks. */
    public static ServerTls open(TlsFiles files) throws TlsFileException {
        ServerTls tls = new ServerTls(new CertificateReload(files, Clock.systemUTC()));
        tls.watch.setDaemon(true);
        tls.watch.start();
        Signals.on(List.of("HUP"), name -> tls.readAnew());
        return tls;
    }

    /** Half of the processors: strangers who begin handshakes leave the rest to the loop and to the log. */
    private static ExecutorService handshakeThreads() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS_MAX, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "tls-handshake");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** For the port for clients, who may show a certificate. */
    @Override
    public Transport.Factory transports() {
        return new TlsTransports(reload::identity, handshakes);
    }

    /** For links between servers: both ends show the certificate of a server. */
    @Override
    public Sockets sockets() {
        return new TlsSockets(reload::identity, HANDSHAKE_MILLIS_MAX);
    }

    @Override
    public Optional<ServerCertificate> certificate() {
        TlsIdentity now = reload.identity();
        return now.subject().flatMap(subject -> now.expires().map(expires -> new ServerCertificate(subject, expires)));
    }

    @Override
    public SSLContext context() {
        return new NewestContext(() -> reload.identity().context());
    }

    /** Reads the files soon, whether or not they have changed. Does not block. */
    private synchronized void readAnew() {
        asked = true;
        notifyAll();
    }

    private void watch() {
        try {
            while (awaitNextLook()) {
                reload.look();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits; reads at once if that was asked for. Returns false once closed. */
    private boolean awaitNextLook() throws InterruptedException {
        boolean now;
        synchronized (this) {
            long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
            for (long left = LOOK_MILLIS; left > 0 && !asked && !closed; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            }
            now = asked && !closed;
            asked = false;
            if (closed) {
                return false;
            }
        }
        if (now) {
            reload.read();
        }
        return true;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        handshakes.shutdownNow();
    }
}
