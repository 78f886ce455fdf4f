package io.lockstep.common.entry;

import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.lock.Grant;
import io.lockstep.common.lock.Lease;
import io.lockstep.common.lock.StateImage.SessionImage;
import io.lockstep.common.record.AnswerMemory;

/** The binary form of one session in a snapshot, with its answers and grants. */
final class SessionImageCodec {

    /** A key takes 16 bytes, an incarnation at least 9, each of the fourteen other values at least one. */
    static final int BYTES_MIN = 39;

    private static final int ANSWER_BYTES_MIN = 2;
    private static final int LOCK_BYTES_MIN = 8;

    private SessionImageCodec() {}

    /** Writes all but the locks themselves, which follow one by one. */
    static void writeHead(ByteWriter out, SessionImage session) {
        out.writeVarint(session.number());
        ValueCodec.writeKey(out, session.key());
        out.writeVarint(session.clientId());
        out.writeVarint(session.ttlMillis());
        out.writeBoolean(session.resumable());
        out.writeVarint(session.generation());
        out.writeFixed64(session.lastAttempt());
        ValueCodec.writeIncarnation(out, session.home());
        out.writeString(session.clientAddress());
        out.writeString(session.label());
        out.writeVarint(session.answeredUpTo());
        out.writeString(session.user());
        LeaseCodec.writeLease(out, session.lease());
        writeAnswers(out, session.answers());
        out.writeVarint(session.locks().size());
    }

    static SessionImage read(ByteReader in) {
        long number = in.readVarint();
        SessionKey key = ValueCodec.readKey(in);
        int clientId = in.readInt();
        long ttlMillis = in.readVarint();
        boolean resumable = in.readBoolean();
        long generation = in.readVarint();
        long lastAttempt = in.readFixed64();
        ServerIncarnation home = ValueCodec.readIncarnation(in);
        String clientAddress = in.readString();
        String label = in.readString();
        long answeredUpTo = in.readVarint();
        String user = in.readString();
        Lease lease = LeaseCodec.readLease(in);
        return new SessionImage(
                number,
                key,
                clientId,
                ttlMillis,
                resumable,
                generation,
                lastAttempt,
                home,
                clientAddress,
                label,
                answeredUpTo,
                readAnswers(in),
                Lists.read(in, LOCK_BYTES_MIN, SessionImageCodec::readLock),
                user,
                lease);
    }

    private static void writeAnswers(ByteWriter out, AnswerMemory answers) {
        out.writeVarint(answers.forgottenUpTo());
        out.writeVarint(answers.count());
        answers.forEach((number, answer) -> {
            out.writeVarint(number);
            ResultCodec.write(out, answer);
        });
    }

    private static AnswerMemory readAnswers(ByteReader in) {
        AnswerMemory answers = new AnswerMemory(in.readVarint());
        int count = in.readCount(ANSWER_BYTES_MIN);
        for (int i = 0; i < count; i++) {
            answers.put(in.readVarint(), ResultCodec.read(in));
        }
        return answers;
    }

    static void writeLock(ByteWriter out, Grant grant) {
        ValueCodec.writeName(out, grant.name());
        ValueCodec.writeMode(out, grant.mode());
        out.writeVarint(grant.token());
        out.writeVarint(grant.sinceClusterMillis());
        out.writeVarint(grant.sinceWallMillis());
        out.writeVarint(grant.delayMillis());
        out.writeVarint(grant.waitedMillis());
    }

    private static Grant readLock(ByteReader in) {
        return new Grant(
                ValueCodec.readName(in),
                ValueCodec.readMode(in),
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                in.readVarint());
    }
}
