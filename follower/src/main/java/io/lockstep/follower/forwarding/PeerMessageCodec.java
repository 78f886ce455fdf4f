package io.lockstep.follower.forwarding;

import io.lockstep.common.entry.ByteReader;
import io.lockstep.common.entry.ByteWriter;
import io.lockstep.common.entry.CommandCodec;
import io.lockstep.common.entry.Lists;
import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.common.entry.ResultCodec;
import io.lockstep.common.entry.ValueCodec;

/** The binary form of {@link PeerMessage}: a type id, then the message's values. */
public final class PeerMessageCodec {

    private static final int FORWARD = 1;
    private static final int REFUSAL = 2;
    private static final int ANSWERED = 3;
    private static final int NOT_DECIDED = 4;
    private static final int CONFIRM_READ = 5;
    private static final int READ_CONFIRMED = 6;
    private static final int RENEWAL_REPORT = 7;
    private static final int RENEWED = 8;
    private static final int JOIN = 9;
    private static final int JOINED = 10;
    private static final int NOT_JOINED = 11;
    private static final int IN_DOUBT = 12;
    private static final int MEMBERS = 13;

    private PeerMessageCodec() {}

    /** The binary form of {@code message}. */
    public static byte[] encode(PeerMessage message) {
        ByteWriter out = new ByteWriter(128);
        write(out, message);
        return out.toByteArray();
    }

    private static void write(ByteWriter out, PeerMessage message) {
        if (message instanceof PeerMessage.Forward forward) {
            begin(out, FORWARD, forward.attempt()).writeVarint(forward.term());
            CommandCodec.writeSubmission(out, forward.submission());
        } else if (message instanceof PeerMessage.Refusal refusal) {
            begin(out, REFUSAL, refusal.attempt()).writeVarint(refusal.index());
            ResultCodec.write(out, refusal.reason());
            out.writeVarint(refusal.leaseMillis());
        } else if (message instanceof PeerMessage.Answered answered) {
            begin(out, ANSWERED, answered.attempt()).writeVarint(answered.index());
            ResultCodec.write(out, answered.result());
        } else if (message instanceof PeerMessage.NotDecided notDecided) {
            begin(out, NOT_DECIDED, notDecided.attempt());
        } else if (message instanceof PeerMessage.ConfirmRead read) {
            begin(out, CONFIRM_READ, read.attempt()).writeVarint(read.term());
        } else if (message instanceof PeerMessage.ReadConfirmed confirmed) {
            begin(out, READ_CONFIRMED, confirmed.attempt()).writeVarint(confirmed.index());
        } else if (message instanceof PeerMessage.RenewalReport report) {
            begin(out, RENEWAL_REPORT, report.report()).writeVarint(report.term());
            ValueCodec.writeIncarnation(out, report.home());
            Lists.write(out, report.sessions(), PeerMessageCodec::writeAge);
            Lists.write(out, report.linked(), (writer, server) -> writer.writeVarint(server));
        } else if (message instanceof PeerMessage.Renewed renewed) {
            begin(out, RENEWED, renewed.report());
            Lists.write(out, renewed.ended(), ByteWriter::writeVarint);
            Lists.write(out, renewed.silent(), PeerMessageCodec::writeSilence);
        } else if (message instanceof PeerMessage.InDoubt doubt) {
            out.writeByte(IN_DOUBT);
            Lists.write(out, doubt.waitsFor(), (writer, server) -> writer.writeVarint(server));
        } else {
            writeJoining(out, message);
        }
    }

    private static void writeJoining(ByteWriter out, PeerMessage message) {
        if (message instanceof PeerMessage.Join join) {
            out.writeByte(JOIN);
            out.writeString(join.storageId());
            out.writeString(join.clientAddress());
            out.writeString(join.peerAddress());
            out.writeBoolean(join.observer());
            ValueCodec.writeProgram(out, join.program());
        } else if (message instanceof PeerMessage.Joined joined) {
            out.writeByte(JOINED);
            out.writeString(joined.clusterId());
            out.writeVarint(joined.server());
        } else if (message instanceof PeerMessage.NotJoined notJoined) {
            out.writeByte(NOT_JOINED);
            out.writeString(notJoined.reason());
        } else if (message instanceof PeerMessage.Members members) {
            out.writeByte(MEMBERS);
            Lists.write(out, members.servers(), PeerMessageCodec::writeIntroduced);
        } else {
            throw new IllegalStateException("no binary form of " + message);
        }
    }

    private static ByteWriter begin(ByteWriter out, int type, long number) {
        out.writeByte(type);
        out.writeVarint(number);
        return out;
    }

    private static void writeAge(ByteWriter out, PeerMessage.SessionAge age) {
        out.writeVarint(age.session());
        out.writeVarint(age.ageMillis());
    }

    /**
     * Decodes a message of the server that opened the channel.
     *
     * @throws MalformedEncodingException if the bytes are not the form of one such message
     */
    public static PeerMessage.Question decodeQuestion(byte[] bytes) {
        if (decode(bytes) instanceof PeerMessage.Question question) {
            return question;
        }
        throw new MalformedEncodingException("an answer from the server that asks");
    }

    /**
     * Decodes a message of the server that accepted the channel.
     *
     * @throws MalformedEncodingException if the bytes are not the form of one such message
     */
    public static PeerMessage.Answer decodeAnswer(byte[] bytes) {
        if (decode(bytes) instanceof PeerMessage.Answer answer) {
            return answer;
        }
        throw new MalformedEncodingException("a question from the server that answers");
    }

    private static PeerMessage decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        PeerMessage message;
        try {
            message = read(in);
        } catch (IllegalArgumentException impossible) {
            throw new MalformedEncodingException(String.valueOf(impossible.getMessage()));
        }
        in.requireEnd();
        return message;
    }

    private static PeerMessage read(ByteReader in) {
        int type = in.readByte();
        return switch (type) {
            case JOIN ->
                new PeerMessage.Join(
                        in.readString(),
                        in.readString(),
                        in.readString(),
                        in.readBoolean(),
                        ValueCodec.readProgram(in));
            case JOINED -> new PeerMessage.Joined(in.readString(), in.readInt());
            case NOT_JOINED -> new PeerMessage.NotJoined(in.readString());
            case IN_DOUBT -> new PeerMessage.InDoubt(Lists.read(in, 1, ByteReader::readInt));
            case MEMBERS -> new PeerMessage.Members(Lists.read(in, 2, PeerMessageCodec::readIntroduced));
            default -> read(in, type, in.readVarint());
        };
    }

    private static PeerMessage read(ByteReader in, int type, long number) {
        return switch (type) {
            case FORWARD -> new PeerMessage.Forward(in.readVarint(), number, CommandCodec.readSubmission(in));
            case REFUSAL ->
                new PeerMessage.Refusal(number, in.readVarint(), ResultCodec.readRefused(in), in.readVarint());
            case ANSWERED -> new PeerMessage.Answered(number, in.readVarint(), ResultCodec.read(in));
            case NOT_DECIDED -> new PeerMessage.NotDecided(number);
            case CONFIRM_READ -> new PeerMessage.ConfirmRead(in.readVarint(), number);
            case READ_CONFIRMED -> new PeerMessage.ReadConfirmed(number, in.readVarint());
            case RENEWAL_REPORT -> {
                long term = in.readVarint();
                yield new PeerMessage.RenewalReport(
                        term,
                        ValueCodec.readIncarnation(in),
                        number,
                        Lists.read(in, 2, PeerMessageCodec::readAge),
                        Lists.read(in, 1, ByteReader::readInt));
            }
            case RENEWED ->
                new PeerMessage.Renewed(
                        number,
                        Lists.read(in, 1, ByteReader::readVarint),
                        Lists.read(in, 2, PeerMessageCodec::readSilence));
            default -> throw new MalformedEncodingException("no message has type " + type);
        };
    }

    private static void writeSilence(ByteWriter out, PeerMessage.Silence silence) {
        out.writeVarint(silence.server());
        out.writeVarint(silence.silentMillis());
    }

    private static PeerMessage.Silence readSilence(ByteReader in) {
        return new PeerMessage.Silence(in.readInt(), in.readVarint());
    }

    private static void writeIntroduced(ByteWriter out, PeerMessage.Introduced introduced) {
        out.writeVarint(introduced.server());
        out.writeString(introduced.storageId());
    }

    private static PeerMessage.Introduced readIntroduced(ByteReader in) {
        return new PeerMessage.Introduced(in.readInt(), in.readString());
    }

    private static PeerMessage.SessionAge readAge(ByteReader in) {
        return new PeerMessage.SessionAge(in.readVarint(), in.readVarint());
    }
}
