package io.lockstep.benchmarks.agent;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Changes methods of a running server so that they note when a thread enters or leaves them. The options name them:
 * {@code NUMBER=CLASS#METHOD}, or {@code NUMBER=CLASS#METHOD!} for leaving, with commas between. {@link Stamps} is
 * registered as {@code io.lockstep:type=Stamps}.
 */
public final class StageAgent {

    private StageAgent() {}

    /** The number of the stage, in the advices. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Stage {}

    private static final class Enter {
        @Advice.OnMethodEnter
        static void enter(@Stage int stage) {
            Stamps.add(stage);
        }
    }

    private static final class Leave {
        @Advice.OnMethodExit
        static void leave(@Stage int stage) {
            Stamps.add(stage);
        }
    }

    /** Called by the virtual machine that loads this agent. */
    public static void agentmain(String options, Instrumentation instrumentation) throws JMException {
        List<String> missing = new ArrayList<>();
        for (String option : options.split(",")) {
            String[] parts = option.split("[=#]");
            boolean leave = parts[2].endsWith("!");
            String method = leave ? parts[2].substring(0, parts[2].length() - 1) : parts[2];
            if (!has(instrumentation, parts[1], method)) {
                missing.add(parts[1] + "." + method);
            }
            change(instrumentation, parts[1], method, leave ? Leave.class : Enter.class, Integer.parseInt(parts[0]));
        }
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(new Stamps(String.join(", ", missing)), new ObjectName("io.lockstep:type=Stamps"));
    }

    private static boolean has(Instrumentation instrumentation, String type, String method) {
        return Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(loaded -> loaded.getName().equals(type))
                .flatMap(loaded -> Arrays.stream(loaded.getDeclaredMethods()))
                .anyMatch(declared -> declared.getName().equals(method));
    }

    private static void change(
            Instrumentation instrumentation, String type, String method, Class<?> advice, int stage) {
        Advice inlined = Advice.withCustomMapping().bind(Stage.class, stage).to(advice);
        var unused = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .type(ElementMatchers.named(type))
                .transform((builder, description, loader, module, domain) ->
                        builder.visit(inlined.on(ElementMatchers.named(method))))
                .installOn(instrumentation);
    }
}
