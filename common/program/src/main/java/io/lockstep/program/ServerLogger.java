package io.lockstep.program;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger whose level can change while the server runs. */
final class ServerLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1;

    private volatile LogLevel shown;

    ServerLogger(String name, LogLevel shown) {
        this.name = name;
        this.shown = shown;
    }

    void show(LogLevel least) {
        shown = least;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        ServerLogs.write(level, name, String.valueOf(text), thrown);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return shown.shows(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return shown.shows(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return shown.shows(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return shown.shows(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return shown.shows(Level.ERROR);
    }
}
