package io.lockstep.program;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
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

    private static final String API_VERSION = "2.0.99";
    private static final LogLevels LEVELS = new LogLevels();

    private static volatile LogFormat format = LogFormat.TEXT;

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** For the logging library, which calls {@link #initialize} next. */
    public ServerLogs() {}

    /**
     * From now on passes every unchecked exception and every error that the engine catches and logs to {@code action},
     * on the thread that logs it, which may hold locks of the engine: it must not block.
     */
    public static void onEngineBug(Consumer<Throwable> action) {
        ON_ENGINE_BUG.set(action);
    }

    /** How much each package of this process logs. */
    public static LogLevels levels() {
        return LEVELS;
    }

    /** Writes lines in this form from now on. */
    static void writeAs(LogFormat wanted) {
        format = wanted;
    }

    /** Writes one line, whatever the level of its logger. */
    static void write(Level level, String logger, String message, @Nullable Throwable error) {
        byte[] line = line(level, logger, message, error).getBytes(StandardCharsets.UTF_8);
        // In one piece, so that lines of several threads do not mix.
        System.err.write(line, 0, line.length);
        System.err.flush();
    }

    private static String line(Level level, String logger, String message, @Nullable Throwable error) {
        return format.line(Instant.now(), level, logger, message, error);
    }

    /** A line with its end, about the log itself. */
    static String notice(String message) {
        return format == LogFormat.TEXT ? message + "\n" : line(Level.WARN, LogOutput.class.getName(), message, null);
    }

    /** Says why the program ends: to a person, or as a line of a log of JSON. */
    static void sayLast(String program, String message) {
        if (format == LogFormat.TEXT) {
            System.err.println(program + ": " + message);
        } else {
            write(Level.ERROR, program, message, null);
        }
    }

    @Override
    public void initialize() {
        // Everything is made.
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this::logger;
    }

    private Logger logger(String name) {
        Logger logger = LEVELS.logger(name);
        return name.startsWith(ENGINE) ? new EngineLogger(logger, ServerLogs::engineBug) : logger;
    }

    private static void engineBug(Throwable bug) {
        Objects.requireNonNull(ON_ENGINE_BUG.get()).accept(bug);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return API_VERSION;
    }
}
