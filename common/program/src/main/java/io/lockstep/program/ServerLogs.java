package io.lockstep.program;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleServiceProvider;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The loggers of a server: lines on standard error, and a report of every bug in the consensus engine. The engine
 * catches what its timers and callbacks throw, writes it to its log and goes on without the work that they had begun.
 * So its log is the one place where all of these can be noticed. {@link LoggingSetup} has the logging library load this
 * class.
 */
public final class ServerLogs implements SLF4JServiceProvider {

    /**
     * The consensus engine. Its messages are written for its developers, and most of its warnings describe what happens
     * whenever a server stops or starts. Lockstep logs what an operator must know itself, at the seams to the engine.
     */
    static final String ENGINE = "com.alipay.sofa";

    private static final AtomicReference<Consumer<Throwable>> ON_ENGINE_BUG = new AtomicReference<>(bug -> {});

    private final SimpleServiceProvider lines = new SimpleServiceProvider();

    /** For the logging library, which calls {@link #initialize} next. */
    public ServerLogs() {}

    /**
     * From now on passes every unchecked exception and every error that the engine catches and logs to {@code action},
     * on the thread that logs it, which may hold locks of the engine: it must not block.
     */
    public static void onEngineBug(Consumer<Throwable> action) {
        ON_ENGINE_BUG.set(action);
    }

    @Override
    public void initialize() {
        lines.initialize();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this::logger;
    }

    private Logger logger(String name) {
        Logger logger = lines.getLoggerFactory().getLogger(name);
        return name.startsWith(ENGINE) ? new EngineLogger(logger, ServerLogs::engineBug) : logger;
    }

    private static void engineBug(Throwable bug) {
        Objects.requireNonNull(ON_ENGINE_BUG.get()).accept(bug);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return lines.getMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return lines.getMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return lines.getRequestedApiVersion();
    }
}
