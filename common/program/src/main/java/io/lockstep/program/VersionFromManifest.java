package io.lockstep.program;

import picocli.CommandLine.IVersionProvider;

/** The version of the software, from the manifest of the jar it runs from. */
public final class VersionFromManifest implements IVersionProvider {

    /** Returns the version, or {@code development} if the program runs from classes instead of a jar. */
    public static String version() {
        String version = VersionFromManifest.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Lockstep " + version(), "Java " + System.getProperty("java.version")};
    }
}
