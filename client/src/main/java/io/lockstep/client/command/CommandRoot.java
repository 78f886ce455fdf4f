package io.lockstep.client.command;

import io.lockstep.program.Environment;

/** The command at the root of the command line, which has what all commands share. */
public interface CommandRoot {

    /** The options given before or after the command. */
    Options options();

    /** What the program is started in. */
    Environment environment();
}
