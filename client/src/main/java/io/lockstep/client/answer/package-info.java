/**
 * Turns the outcome of a request into text for a person, JSON for a program, and an exit status. Pure, except for
 * {@code Output}, which writes it.
 *
 * <p>Depends on the library's {@code connection} and on {@code program}. Start reading at
 * {@link io.lockstep.client.answer.AnswerText}.
 */
@NullMarked
package io.lockstep.client.answer;

import org.jspecify.annotations.NullMarked;
