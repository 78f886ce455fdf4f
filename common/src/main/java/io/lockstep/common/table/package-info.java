/**
 * Tables for very many things in order: by name, and first come, first served. Their work grows with the logarithm of
 * what they have, and they take few bytes for each.
 *
 * <p>Pure. Depends on nothing.
 */
@NullMarked
package io.lockstep.common.table;

import org.jspecify.annotations.NullMarked;
