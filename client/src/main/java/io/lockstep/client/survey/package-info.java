/**
 * What every server of a cluster says about itself, and what is wrong with it. {@code Checkup} is pure.
 *
 * <p>Depends on {@code answer}, {@code program}, and the library's {@code session} and {@code connection}. Start
 * reading at {@link io.lockstep.client.survey.Survey}.
 */
@NullMarked
package io.lockstep.client.survey;

import org.jspecify.annotations.NullMarked;
