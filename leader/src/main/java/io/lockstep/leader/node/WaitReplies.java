package io.lockstep.leader.node;

import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.CommandResult.Deadlock;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.LineSyntax;
import java.util.List;

/** How refusals are told that have to do with waiting: lines, lock-delay, modes, circles. */
final class WaitReplies {

    private final OutcomeReplies replies;

    WaitReplies(OutcomeReplies replies) {
        this.replies = replies;
    }

    void refused(Exchange exchange, LockName name, CommandResult reason, long index) {
        if (reason instanceof CommandResult.OthersInLine others) {
            exchange.reply(exchange.error(ErrorCode.HELD)
                    .value(others.name().text())
                    .option("waiting", others.waiting())
                    .option("index", index)
                    .message("others stand in line for it, first of them client " + others.firstClientId()));
        } else if (reason instanceof CommandResult.Blocked blocked) {
            String remaining = replies.until(blocked.untilClusterMillis());
            exchange.reply(exchange.error(ErrorCode.DELAYED)
                    .value(blocked.name().text())
                    .option("remaining", remaining)
                    .option("index", index)
                    .message("its last holder was lost; it stays blocked for another " + remaining));
        } else if (reason instanceof CommandResult.AlreadyWaits already) {
            exchange.reply(exchange.error(ErrorCode.ALREADY)
                    .value(already.name().text())
                    .option("waiting", "yes")
                    .option("limit", already.locksPerClient())
                    .option("index", index)
                    .message(alreadyWaits(name, already)));
        } else if (reason instanceof CommandResult.OtherMode other) {
            exchange.reply(OutcomeReplies.mode(
                            exchange.error(ErrorCode.MODE).value(other.name().text()), other.mode())
                    .option("index", index)
                    .message(
                            "the name is in use in another mode; whoever uses it must agree on the number of permits"));
        } else if (reason instanceof Deadlock deadlock) {
            exchange.reply(exchange.error(ErrorCode.DEADLOCK)
                    .value(name.text())
                    .option("cycle", cycle(deadlock.cycle()))
                    .option("index", index)
                    .message("to wait would close a circle: release what others wait for"));
        } else if (reason instanceof CommandResult.Refused refused) {
            replies.sessionRefused(exchange, refused, index);
        } else {
            throw new IllegalStateException("no reply for " + reason);
        }
    }

    private static String alreadyWaits(LockName name, CommandResult.AlreadyWaits already) {
        return already.name().equals(name)
                ? "you wait for this lock already"
                : "you wait for \"" + already.name().text() + "\" already, and a client may hold and wait for "
                        + already.locksPerClient();
    }

    /** Shortened in the middle where it is long, so that it fits into a line. */
    private static String cycle(List<Deadlock.Link> links) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < links.size(); i++) {
            Deadlock.Link link = links.get(i);
            if (text.length() > CYCLE_LENGTH_MAX && i < links.size() - 1) {
                text.append("... ");
                i = links.size() - 2;
                continue;
            }
            text.append(link.clientId())
                    .append(" waits for ")
                    .append(LineSyntax.quoted(link.waitsFor().text()))
                    .append(" of ");
        }
        return text.append(links.get(0).clientId()).toString();
    }

    private static final int CYCLE_LENGTH_MAX = 1_000;
}
