package io.lockstep.program;

import io.lockstep.common.protocol.Nearest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much each package of a server logs. What is set for a package counts for the packages and classes in it, unless
 * something is set for these. Any thread may call; none waits long.
 *
 * <p>Names are those of Java, of which {@code io.lockstep.} may be left out: {@code follower.peer}. Two are special:
 * {@code all}, and {@code engine} for the consensus engine.
 */
public final class LogLevels {

    /** Stands for everything for which nothing else is set. */
    public static final String ALL = "all";

    /** Takes back what was set for a package. */
    public static final String DEFAULT = "default";

    private static final String ENGINE = "engine";
    private static final String PREFIX = "io.lockstep.";

    private final Map<String, ServerLogger> loggers = new HashMap<>();
    private final Map<String, LogLevel> set = new TreeMap<>();

    /** Everything at INFO, and nothing of the engine. */
    LogLevels() {
        start(LogLevel.INFO);
    }

    /** What a server starts with. The engine has its say only if everything has. */
    synchronized void start(LogLevel level) {
        set.clear();
        set.put(ALL, level);
        set.put(ENGINE, level == LogLevel.DEBUG ? level : LogLevel.OFF);
        loggers.forEach((name, logger) -> logger.show(of(name)));
    }

    /** The logger with this name, always the same one. */
    synchronized ServerLogger logger(String name) {
        return loggers.computeIfAbsent(name, made -> new ServerLogger(made, of(made)));
    }

    /** What is set, by the short name of each package, in lower case. */
    public synchronized Map<String, String> levels() {
        Map<String, String> texts = new TreeMap<>();
        set.forEach((name, level) -> texts.put(name, text(level)));
        return texts;
    }

    /**
     * Sets the level of a package, or takes it back with {@link #DEFAULT}.
     *
     * @return what is wrong with the request, for the user; empty if it is done
     */
    public synchronized String set(String packageName, String level) {
        String name = packageName.startsWith(PREFIX) ? packageName.substring(PREFIX.length()) : packageName;
        List<String> names = names();
        if (!names.contains(name)) {
            return "nothing logs under " + name
                    + Nearest.advice(name, names, "name a package such as follower.peer, or " + ALL);
        }
        if (level.equalsIgnoreCase(DEFAULT) && !List.of(ALL, ENGINE).contains(name)) {
            set.remove(name);
        } else {
            LogLevel wanted = Arrays.stream(LogLevel.values())
                    .filter(each -> each.name().equalsIgnoreCase(level))
                    .findFirst()
                    .orElse(null);
            if (wanted == null) {
                return level + " is no level of " + name + "; write debug, info, warn, error or off"
                        + (List.of(ALL, ENGINE).contains(name) ? "" : ", or " + DEFAULT);
            }
            set.put(name, wanted);
        }
        loggers.forEach((each, logger) -> logger.show(of(each)));
        return "";
    }

    /** The short names of all loggers and of the packages around them. */
    private List<String> names() {
        TreeSet<String> names = new TreeSet<>(List.of(ALL, ENGINE));
        for (String logger : loggers.keySet()) {
            String name = shortName(logger);
            while (!name.isEmpty()) {
                names.add(name);
                name = around(name);
            }
        }
        return List.copyOf(names);
    }

    private LogLevel of(String logger) {
        String name = shortName(logger);
        LogLevel level = set.get(name);
        while (level == null && !name.isEmpty()) {
            name = around(name);
            level = set.get(name);
        }
        return level == null ? set.getOrDefault(ALL, LogLevel.INFO) : level;
    }

    private static String around(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static String shortName(String logger) {
        if (logger.startsWith(ServerLogs.ENGINE)) {
            return ENGINE + logger.substring(ServerLogs.ENGINE.length());
        }
        return logger.startsWith(PREFIX) ? logger.substring(PREFIX.length()) : logger;
    }

    private static String text(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
