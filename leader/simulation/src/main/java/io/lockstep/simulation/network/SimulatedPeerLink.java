package io.lockstep.simulation.network;

import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerMessageCodec;

/** One connection between two runs of servers. Messages cross it as bytes. */
final class SimulatedPeerLink implements SimulatedNetwork.Breakable {

    private final SimulatedNetwork network;
    private final PeerPort dialler;
    private final PeerPort acceptor;
    private final End here;
    private final End there;
    private final Pipe<byte[]> out;
    private final Pipe<byte[]> back;

    SimulatedPeerLink(SimulatedNetwork network, PeerPort dialler, PeerPort acceptor, PeerPort.Dialled dialled) {
        this.network = network;
        this.dialler = dialler;
        this.acceptor = acceptor;
        this.out = new Pipe<>(network, dialler.host(), acceptor.host(), new Receiver(acceptor, false));
        this.back = new Pipe<>(network, acceptor.host(), dialler.host(), new Receiver(dialler, true));
        this.here = new End(out, acceptor.server(), () -> dialled.lost(this));
        this.there = new End(back, dialler.server(), () -> acceptor.over(this));
        network.opened(this);
    }

    PeerPort dialler() {
        return dialler;
    }

    /** Returns the number of the server at the other end than this one. */
    int otherThan(PeerPort port) {
        return (port == dialler ? acceptor : dialler).server();
    }

    /** Returns the channel at the dialling end. */
    PeerChannel channel() {
        return here;
    }

    boolean isOpenHere() {
        return here.open;
    }

    @Override
    public boolean isOver() {
        return !here.open && !there.open;
    }

    @Override
    public boolean isBetween(int one, int other) {
        return (dialler.host() == one && acceptor.host() == other)
                || (dialler.host() == other && acceptor.host() == one);
    }

    @Override
    public void sever() {
        if (isWhole()) {
            out.sever();
            back.sever();
            network.linkBroken();
        }
    }

    /** Returns whether it works. After a break, the two ends may still believe that it does. */
    boolean isWhole() {
        return !out.isSevered() && !back.isSevered();
    }

    /** Returns whether messages that are sent now arrive without more than the usual delay. */
    boolean isFlowing() {
        return isWhole() && !out.isHeldUp() && !back.isHeldUp();
    }

    /** The same run opened a newer link. This one delivers nothing more. */
    void superseded() {
        there.close();
        sever();
    }

    /** One end: the pipe to the other end, and whether this end believes that the connection is open. */
    private static final class End implements PeerChannel {
        private final Pipe<byte[]> pipe;
        private final int otherServer;
        private final Runnable onClosed;
        private boolean open = true;

        End(Pipe<byte[]> pipe, int otherServer, Runnable onClosed) {
            this.pipe = pipe;
            this.otherServer = otherServer;
            this.onClosed = onClosed;
        }

        @Override
        public int server() {
            return otherServer;
        }

        @Override
        public void send(PeerMessage message) {
            if (open) {
                pipe.send(PeerMessageCodec.encode(message));
            }
        }

        void close() {
            if (open) {
                open = false;
                onClosed.run();
            }
        }
    }

    private final class Receiver implements Pipe.Receiver<byte[]> {
        private final PeerPort port;
        private final boolean atDialler;

        Receiver(PeerPort port, boolean atDialler) {
            this.port = port;
            this.atDialler = atDialler;
        }

        private End end() {
            return atDialler ? here : there;
        }

        @Override
        public void received(byte[] bytes) {
            if (end().open) {
                port.loop().post(() -> deliver(bytes));
            }
        }

        private void deliver(byte[] bytes) {
            if (atDialler) {
                port.owner().answered(here, PeerMessageCodec.decodeAnswer(bytes));
            } else {
                port.owner().asked(there, PeerMessageCodec.decodeQuestion(bytes));
            }
        }

        @Override
        public void closed(boolean orderly) {
            end().close();
            sever();
        }
    }
}
