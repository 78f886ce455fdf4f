package io.lockstep.common.command;

/**
 * Identifies one request of a session, so that a retry is answered from memory.
 *
 * @param session the session number, never reused
 * @param generation the generation of the session at the sending connection; an older one is refused
 * @param number rises within the session, from 1
 * @param answeredUpTo the client has the answers to all requests up to this number; retries of those are refused
 */
public record RequestId(long session, long generation, long number, long answeredUpTo) {}
