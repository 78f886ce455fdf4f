package io.lockstep.endtoend.budget;

import java.util.Set;
import java.util.regex.Pattern;

/** Names of threads, without the addresses and numbers that differ from run to run. */
final class ThreadName {

    private static final Pattern ADDRESS = Pattern.compile("-?[\\d.]+:\\d+(:\\d+)*$");
    private static final Pattern NUMBERS = Pattern.compile("([-#]?\\d+)+$");

    private static final Set<String> MACHINE = Set.of(
            "VM Thread",
            "VM Periodic Task Thread",
            "Service Thread",
            "Monitor Deflation Thread",
            "Notification Thread",
            "Reference Handler",
            "Finalizer",
            "Common-Cleaner",
            "Sweeper thread",
            "Signal Dispatcher",
            "DestroyJavaVM",
            "GC Thread");

    private ThreadName() {}

    /** The name of what the thread does. */
    static String kind(String name) {
        return NUMBERS.matcher(ADDRESS.matcher(name).replaceFirst("")).replaceFirst("");
    }

    /** Whether the thread is there only because this package looks into the server. */
    static boolean isObserver(String name) {
        return name.startsWith("RMI ") || name.startsWith("JMX ") || name.startsWith("Attach Listener");
    }

    /** Whether the thread belongs to the virtual machine and not to the server. */
    static boolean isOfMachine(String name) {
        return name.contains("CompilerThread") || MACHINE.contains(name) || isObserver(name);
    }
}
