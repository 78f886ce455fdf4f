/**
 * The outcome of a request, as text for a person, as JSON for a program, and as an exit status. Pure except for
 * {@code Output}, which writes it: values in, text out.
 *
 * <p>Depends on the library's {@code connection} and on {@code program}. Start reading at
 * {@link io.lockstep.client.answer.AnswerText}.
 */
@NullMarked
package io.lockstep.client.answer;

import org.jspecify.annotations.NullMarked;
