package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.command.PastTime;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.history.HistoryFiles;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Verb;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep history}. */
@Command(
        name = "history",
        description = "Lists who held a lock, newest first: from when to when, how each grant ended, and how long its"
                + " client had waited. The last line says how far back the history goes.")
final class HistoryCommand extends ClientCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Only who held it then: 2026-11-23T03:12:00Z, 03:12 in local time, or 15m ago.")
    private String at = "";

    @Option(names = "--before", paramLabel = "N", defaultValue = "0", description = "Only grants before number N.")
    private long before;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N rows. Default: 100.")
    private int limit;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Search this history file of a server and the older ones beside it, and ask no server.")
    @Nullable
    private Path file;

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = name.flaw(called());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Optional<String> time =
                at.isEmpty() ? Optional.of("") : PastTime.of(at, ZonedDateTime.now(ZoneId.systemDefault()));
        if (time.isEmpty()) {
            return output.failure(Failure.usage("--at " + LineSyntax.quoted(at) + PastTime.EXPECTED));
        }
        if (limit < 1 || limit > ProtocolLimits.LIST_ROWS_MAX) {
            return output.failure(Failure.usage("--limit is a whole number from 1 to " + ProtocolLimits.LIST_ROWS_MAX));
        }
        Call call = Call.of(Verb.HISTORY, name.text()).with("limit", limit);
        call = before > 0 ? call.with("before", before) : call;
        call = time.get().isEmpty() ? call : call.with("at", time.get());
        return file == null ? ask(call, output) : search(file, call, time.get(), output);
    }

    private int search(Path searched, Call call, String time, Output output) {
        HistoryFiles files = new HistoryFiles(searched);
        try {
            Reply found = files.find(name.text(), before > 0 ? before : Long.MAX_VALUE, time, limit);
            if (files.missing() > 0) {
                output.remark(files.missing() + " grants are missing in the files");
            }
            return output.outcome(call, new CallOutcome.Answered(found));
        } catch (NoSuchFileException e) {
            return output.failure(Failure.badData("there is no file " + searched));
        } catch (IOException e) {
            return output.failure(Failure.badData(searched + " cannot be read as a history file: " + e.getMessage()));
        }
    }

    private int ask(Call call, Output output) throws InterruptedException {
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, ask(session, call, output));
        }
    }
}
