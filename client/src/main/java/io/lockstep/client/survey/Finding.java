package io.lockstep.client.survey;

/**
 * Something that is wrong with a cluster.
 *
 * @param code a word for programs, in capitals
 * @param what what is wrong, as a clause
 * @param remedy what an operator does about it, as a clause
 */
public record Finding(String code, String what, String remedy) {}
