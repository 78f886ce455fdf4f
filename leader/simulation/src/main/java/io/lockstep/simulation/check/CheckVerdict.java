package io.lockstep.simulation.check;

import java.util.function.Consumer;

/** The findings of one check about one run: the breaches, and how often the check had something to judge. */
public final class CheckVerdict {

    /** The prefix of the {@link Coverage} kinds that count judgments. */
    public static final String JUDGED = "judged: ";

    private final Check check;
    private final Coverage coverage;
    private final Consumer<String> breaches;

    /** Makes a verdict that counts in {@code coverage} and reports breaches, in words, to {@code breaches}. */
    public CheckVerdict(Check check, Coverage coverage, Consumer<String> breaches) {
        this.check = check;
        this.coverage = coverage;
        this.breaches = breaches;
        check.subjects().forEach(subject -> coverage.expect(kind(subject)));
    }

    /** Reports a broken promise, in words. */
    public void breach(String what) {
        breaches.accept(what);
    }

    /** Counts one judgment of this subject. */
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
