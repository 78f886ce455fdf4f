package io.lockstep.client.answer;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import java.util.Optional;
import java.util.function.Consumer;

/** Lists all held locks: one request for each page, one answer for the user. */
public final class LockPages {

    /** Where the requests go. */
    public interface Server {

        /** Sends a request and waits for the outcome. */
        CallOutcome call(Call call) throws InterruptedException;
    }

    private LockPages() {}

    /**
     * Writes every page as it comes, then how many locks there were, unless the form is JSON.
     *
     * @param first a LIST; its limit is that of a page
     * @param lines gets each line, without its end
     * @return the failure that ended the list early; empty if it is complete
     */
    public static Optional<Failure> write(Call first, Server server, Output.Format format, Consumer<String> lines)
            throws InterruptedException {
        LockListText table = new LockListText(format == Output.Format.WIDE);
        Call call = first;
        while (true) {
            CallOutcome outcome = server.call(call);
            Optional<Failure> failure = Failure.of(call, outcome);
            if (failure.isPresent()) {
                return failure;
            }
            Reply page = ((CallOutcome.Answered) outcome).reply();
            (format == Output.Format.JSON ? AnswerJson.of(page) : table.page(page)).forEach(lines);
            if (!AnswerText.more(page) || page.rows().isEmpty()) {
                if (format != Output.Format.JSON) {
                    lines.accept(table.end(page));
                }
                return Optional.empty();
            }
            call = first.with("after", AnswerJson.lastShown(page));
        }
    }
}
