package io.lockstep.client.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes signals that are sent to this process, until closed. The handler runs on a thread of the virtual machine's and
 * must not block. A signal that was ignored when this process began (as a shell has it for INT in the background), or
 * that the virtual machine keeps for itself (QUIT), is left as it is.
 */
public final class Signals implements AutoCloseable {

    private static final String SIGNAL_CLASS = "sun.misc.Signal";
    private static final String HANDLER_CLASS = "sun.misc.SignalHandler";

    /** By the signal's name, what to do with it again afterwards. */
    private final Map<String, Object> before = new LinkedHashMap<>();

    private Signals() {}

    /** From now on {@code handler} gets the names of these signals, without SIG, as they come. */
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

    /** The number of a signal here; 0 if there is none of that name. */
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

    /** Sets what is done with a signal, and returns what was done before; null if it cannot be had. */
    private @Nullable Object handle(String name, Object handler) {
        // By name, because the compiler warns of this class wherever it is seen, and there is no other in the JDK.
        try {
            Object signal = signal(name);
            return signal.getClass()
                    .getMethod("handle", signal.getClass(), Class.forName(HANDLER_CLASS))
                    .invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            // There is no such signal here, or the virtual machine uses it.
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return Class.forName(SIGNAL_CLASS).getConstructor(String.class).newInstance(name);
    }
}
