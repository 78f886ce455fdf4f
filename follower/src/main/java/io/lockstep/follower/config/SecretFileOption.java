package io.lockstep.follower.config;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.common.secret.SecretFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the file of {@code --secret-file}. One that has no secret is an error of the command line. */
public final class SecretFileOption implements ITypeConverter<ClusterSecret> {

    @Override
    public ClusterSecret convert(String value) {
        try {
            return SecretFile.read(Path.of(value));
        } catch (IOException | InvalidPathException flaw) {
            throw new TypeConversionException(String.valueOf(flaw.getMessage()));
        }
    }
}
