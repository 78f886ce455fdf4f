package io.lockstep.program.config;

/** Where the value of a setting is from. An earlier one wins. */
enum Source {
    FLAG,
    ENVIRONMENT,
    FILE,
    DEFAULT
}
