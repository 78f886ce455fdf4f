package io.lockstep.simulation.check;

import java.util.function.Consumer;

/** Takes down what one check makes of one run: each breach it finds, and how often it had something to judge. */
public final class Verdict {

    /** What the kinds of {@link Coverage} begin with that count judgments. */
    public static final String JUDGED = "judged: ";

    private final Check check;
    private final Coverage coverage;
    private final Consumer<String> breaches;

    public Verdict(Check check, Coverage coverage, Consumer<String> breaches) {
        this.check = check;
        this.coverage = coverage;
        this.breaches = breaches;
        check.subjects().forEach(subject -> coverage.expect(kind(subject)));
    }

    /** The promise was broken, in words. */
    public void breach(String what) {
        breaches.accept(what);
    }

    /** One of the check's subjects came up, and was held against the promise. */
    public void judged(String subject) {
        if (!check.subjects().contains(subject)) {
            throw new IllegalArgumentException(check.name() + " does not declare \"" + subject + "\"");
        }
        coverage.met(kind(subject));
    }

    private String kind(String subject) {
        return JUDGED + check.name() + ": " + subject;
    }
}
