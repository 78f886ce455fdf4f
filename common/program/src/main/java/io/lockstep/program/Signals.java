package io.lockstep.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Handles signals to this process, until closed. The handler runs on a thread of the virtual machine and must not
 * block. Two kinds of signals stay as they are: those that were ignored when this process started, such as INT in the
 * background of a shell, and those that the virtual machine reserves (QUIT). Without a {@code /proc}, only HUP, INT and
 * TERM are known to be ignored.
 */
public final class Signals implements AutoCloseable {

    private static final String SIGNAL_CLASS = "sun.misc.Signal";
    private static final String HANDLER_CLASS = "sun.misc.SignalHandler";

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final int RADIX = 16;

    /** The previous handler of each signal, by its name, to be restored. */
    private final Map<String, Object> before = new LinkedHashMap<>();

    private Signals() {}

    /** Calls {@code handler} with the name, without SIG, of each of these signals that arrives. */
    public static Signals on(Collection<String> names, Consumer<String> handler) {
        Signals signals = new Signals();
        for (String name : names) {
            Object old = signals.handle(name, proxy(name, handler));
            if (old != null) {
                signals.before.put(name, old);
            }
        }
        return signals;
    }

    /** The number of a signal on this system; 0 if it has no signal of that name. */
    public static int number(String name) {
        try {
            Object signal = signal(name);
            return (int) signal.getClass().getMethod("getNumber").invoke(signal);
        } catch (InvocationTargetException e) {
            return 0;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        before.forEach(this::handle);
        before.clear();
    }

    private static Object proxy(String name, Consumer<String> handler) {
        try {
            Class<?> type = Class.forName(HANDLER_CLASS);
            return Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                        switch (method.getName()) {
                            case "handle" -> handler.accept(name);
                            case "equals" -> {
                                return given[0] == self;
                            }
                            case "hashCode" -> {
                                return System.identityHashCode(self);
                            }
                            default -> {
                                return name;
                            }
                        }
                        return null;
                    });
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the handler of a signal and returns the previous one; null if the signal cannot be handled. */
    private @Nullable Object handle(String name, Object handler) {
        if (isIgnored(number(name))) {
            return null;
        }
        // By reflection: the compiler warns about any direct use of this class, and the JDK has no other.
        try {
            Object signal = signal(name);
            return signal.getClass()
                    .getMethod("handle", signal.getClass(), Class.forName(HANDLER_CLASS))
                    .invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            // This system has no such signal, or the virtual machine reserves it.
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether this process ignores that signal, as it did when it started. */
    private static boolean isIgnored(int number) {
        try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
            String mask = lines.filter(line -> line.startsWith(IGNORED))
                    .map(line -> line.substring(IGNORED.length()).strip())
                    .findFirst()
                    .orElse("0");
            return number > 0 && (Long.parseUnsignedLong(mask, RADIX) >> (number - 1) & 1) != 0;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return Class.forName(SIGNAL_CLASS).getConstructor(String.class).newInstance(name);
    }
}
