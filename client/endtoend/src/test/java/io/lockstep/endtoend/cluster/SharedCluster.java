package io.lockstep.endtoend.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a cluster before all tests of a class, assigns it to the annotated static field, and closes it after them. The
 * field must not be private.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedClusterExtension.class)
public @interface SharedCluster {

    /** The number of servers. */
    int servers() default 3;

    /** Further flags of the founder. */
    String[] flags() default {};
}
