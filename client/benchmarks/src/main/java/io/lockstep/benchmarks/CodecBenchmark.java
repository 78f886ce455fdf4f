package io.lockstep.benchmarks;

import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockName;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.protocol.ParsedLine;
import io.lockstep.common.protocol.RequestParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The forms in which a lock travels: the client's line, and the entry of the log. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    // Not final: a constant would be parsed once.
    private String line = "LOCK \"orders/customer-4711\" wait=5s";
    private Entry entry = HeldMap.entry(new HeldMap(0).acquire(new LockName("orders/customer-4711")));
    private byte[] encoded = EntryCodec.encode(entry);

    /** The line of a client becomes a request. */
    @Benchmark
    public ParsedLine parseLine() {
        return RequestParser.parse(line);
    }

    /** An entry with one command becomes bytes. */
    @Benchmark
    public byte[] encodeEntry() {
        return EntryCodec.encode(entry);
    }

    /** The bytes become an entry again. */
    @Benchmark
    public Entry decodeEntry() {
        return EntryCodec.decode(encoded);
    }
}
