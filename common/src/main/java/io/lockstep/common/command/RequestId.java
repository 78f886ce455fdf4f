package io.lockstep.common.command;

/**
 * Names one request of a session, so that a copy of it is known and answered from memory.
 *
 * @param session the session, never reused
 * @param generation the session's generation at the connection that asks; an older one is refused
 * @param number rises within the session, from 1
 * @param answeredUpTo the client has its answer for every request up to this number: no copy of those may take effect
 */
public record RequestId(long session, long generation, long number, long answeredUpTo) {}
