package io.lockstep.client.top;

import io.lockstep.client.session.ClientSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Shows the cluster again and again, until the user leaves. Used by one thread. */
public final class Top {

    private final ClientSession session;
    private final String prefix;
    private final Duration interval;
    private TopOrder order = TopOrder.WAITING;
    private boolean paused;
    private @Nullable TopView view;
    private long viewNanos;
    private String failure = "";

    /** No server has answered; the message says why. */
    public static final class NoAnswerException extends Exception {

        private static final long serialVersionUID = 1L;

        NoAnswerException(String why) {
            super(why);
        }
    }

    /**
     * @param session whose server is asked
     * @param prefix of the names of the locks to show; empty for all
     * @param interval from one picture to the next
     */
    public Top(ClientSession session, String prefix, Duration interval) {
        this.session = session;
        this.prefix = prefix;
        this.interval = interval;
    }

    /** One picture of so many lines, for output that is no terminal. Fails with the reason in words. */
    public List<String> once(int height) throws InterruptedException, NoAnswerException {
        return TopFrame.of(TopView.of(session, prefix), new TopFrame.Look(order, prefix, false, ""), height);
    }

    /** Runs on this process's terminal until the user leaves. Controls the terminal while it runs. */
    public void run() throws InterruptedException {
        try (TopScreen screen = new TopScreen()) {
            int key = TopScreen.NONE;
            while (key != TopScreen.END) {
                if (!paused) {
                    look();
                }
                draw(screen);
                long dueNanos = System.nanoTime() + interval.toNanos();
                key = screen.key(interval.toMillis());
                while (key >= 0) {
                    if (!obey(key)) {
                        return;
                    }
                    draw(screen);
                    key = screen.key(TimeUnit.NANOSECONDS.toMillis(dueNanos - System.nanoTime()));
                }
            }
        }
    }

    private void look() throws InterruptedException {
        try {
            view = TopView.of(session, prefix);
            viewNanos = System.nanoTime();
            failure = "";
        } catch (NoAnswerException e) {
            failure = String.valueOf(e.getMessage());
        }
    }

    private void draw(TopScreen screen) {
        TopView present = view;
        if (present == null) {
            screen.draw(List.of("No answer yet. " + failure, "", "q quit"));
            return;
        }
        long ageSeconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - viewNanos);
        String stale = failure.isEmpty() ? "" : "OLD: of " + ageSeconds + " s ago. " + failure;
        screen.draw(TopFrame.of(present, new TopFrame.Look(order, prefix, paused, stale), screen.height()));
    }

    /** Does what the key says; false if it is to leave. */
    private boolean obey(int key) {
        switch (key) {
            case 'q', 'Q' -> {
                return false;
            }
            case 'w' -> order = TopOrder.WAITING;
            case 'h' -> order = TopOrder.HELD;
            case 'n' -> order = TopOrder.NAME;
            case 'p' -> paused = !paused;
            default -> {
                // Any other key only draws the picture anew.
            }
        }
        return true;
    }
}
