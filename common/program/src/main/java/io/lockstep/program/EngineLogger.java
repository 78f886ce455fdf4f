package io.lockstep.program;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.spi.LoggingEventBuilder;

/** A logger of the engine that also reports the bugs that are written to it, even at a level that shows nothing. */
final class EngineLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1;

    private final transient Logger lines;
    private final transient Consumer<Throwable> onBug;

    EngineLogger(Logger lines, Consumer<Throwable> onBug) {
        this.name = lines.getName();
        this.lines = lines;
        this.onBug = onBug;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        LoggingEventBuilder line = lines.atLevel(level).setMessage(message);
        if (arguments != null) {
            for (Object argument : arguments) {
                line = line.addArgument(argument);
            }
        }
        if (thrown != null) {
            line = line.setCause(thrown);
        }
        line.log();
        if (level == Level.ERROR && (thrown instanceof RuntimeException || thrown instanceof Error)) {
            onBug.accept(thrown);
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return lines.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return lines.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return lines.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return lines.isWarnEnabled();
    }

    /** Always: a bug is reported whatever is shown. */
    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
