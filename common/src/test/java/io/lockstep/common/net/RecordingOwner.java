package io.lockstep.common.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** An owner that answers each line with {@code = line} and records the events. Lines that begin with ! are commands. */
final class RecordingOwner implements LoopOwner {

    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final List<Connection> open = new ArrayList<>();
    final AtomicLong ticks = new AtomicLong();
    final AtomicLong stalledNanos = new AtomicLong();
    volatile long tickNanos = Long.MAX_VALUE;

    /** How often a line had the loop spin for a millisecond, in all, in this turn, and at most in one turn. */
    int spins;

    int spinsInTurn;
    int spinsInTurnMax;

    @Override
    public ConnectionHandler opened(Connection connection) {
        open.add(connection);
        connection.send("* HI " + open.size());
        return new Answering(connection);
    }

    @Override
    public long tick(long nowNanos) {
        ticks.incrementAndGet();
        spinsInTurnMax = Math.max(spinsInTurnMax, spinsInTurn);
        spinsInTurn = 0;
        return tickNanos;
    }

    @Override
    public void stalled(long gapNanos) {
        stalledNanos.set(gapNanos);
        events.add("stalled");
    }

    @Override
    public void cut(int clients) {
        events.add("cut " + clients);
    }

    @Override
    public void acceptFailed(IOException reason) {
        events.add("acceptFailed " + reason.getMessage());
    }

    private final class Answering implements ConnectionHandler {
        private final Connection connection;

        private Answering(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void line(String line) {
            switch (line) {
                case "!close" -> {
                    connection.send("= closing");
                    connection.close();
                    connection.send("= after closing");
                }
                case "!pause" -> {
                    connection.pauseReading();
                    events.add("paused");
                }
                case "!flood" -> {
                    for (int i = 0; connection.isOpen(); i++) {
                        connection.send("* FLOOD " + i + " " + "x".repeat(1000));
                    }
                    events.add("flooded");
                }
                case "!spin" -> {
                    long endNanos = System.nanoTime() + 1_000_000;
                    while (System.nanoTime() - endNanos < 0) {
                        Thread.onSpinWait();
                    }
                    spins++;
                    spinsInTurn++;
                    connection.send("= spun");
                }
                case "!spins" -> connection.send("= spins " + spins);
                case "!bug" -> throw new IllegalStateException("planted");
                default -> {
                    if (line.startsWith("!flood ")) {
                        for (int i = 0; i < Integer.parseInt(line.substring(7)); i++) {
                            connection.send("* FLOOD " + i + " " + "x".repeat(1000));
                        }
                        events.add("flooded");
                    } else {
                        connection.send("= " + line);
                    }
                }
            }
        }

        @Override
        public void lineTooLong() {
            connection.send("ERR LINE_TOO_LONG");
        }

        @Override
        public void badEncoding() {
            connection.send("ERR BAD_ENCODING");
        }

        @Override
        public void inputEnded() {
            connection.send("= ended");
            connection.close();
        }

        @Override
        public void closed() {
            open.remove(connection);
            events.add("closed");
        }
    }
}
