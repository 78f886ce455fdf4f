package io.lockstep.common.entry;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.AccessChange.AddUser;
import io.lockstep.common.access.AccessChange.Allow;
import io.lockstep.common.access.AccessChange.Deny;
import io.lockstep.common.access.AccessChange.FinishRotation;
import io.lockstep.common.access.AccessChange.FirstAdmin;
import io.lockstep.common.access.AccessChange.RemoveUser;
import io.lockstep.common.access.AccessChange.ResetAdmin;
import io.lockstep.common.access.AccessChange.RotateToken;
import io.lockstep.common.access.AccessChange.SetQuota;
import io.lockstep.common.access.AccessChange.SetSubject;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;

/** The binary form of users and of changes of them. Logs outlive programs, so a type id is never reused. */
final class AccessCodec {

    /** Two texts, two lists, four numbers. */
    static final int USER_BYTES_MIN = 8;

    private static final int ADD_USER = 1;
    private static final int REMOVE_USER = 2;
    private static final int ROTATE_TOKEN = 3;
    private static final int FINISH_ROTATION = 4;
    private static final int SET_SUBJECT = 5;
    private static final int SET_QUOTA = 6;
    private static final int ALLOW = 7;
    private static final int DENY = 8;
    private static final int FIRST_ADMIN = 9;
    private static final int RESET_ADMIN = 10;

    private static final int TOKEN_BYTES = 32;
    private static final int RULE_BYTES_MIN = 2;

    private AccessCodec() {}

    static void writeChange(ByteWriter out, AccessChange change) {
        if (change instanceof AddUser add) {
            begin(out, ADD_USER, change);
            writeToken(out, add.token());
            out.writeBoolean(add.admin());
        } else if (change instanceof RemoveUser) {
            begin(out, REMOVE_USER, change);
        } else if (change instanceof RotateToken rotate) {
            begin(out, ROTATE_TOKEN, change);
            writeToken(out, rotate.token());
        } else if (change instanceof FinishRotation) {
            begin(out, FINISH_ROTATION, change);
        } else if (change instanceof SetSubject set) {
            begin(out, SET_SUBJECT, change);
            out.writeString(set.subject());
        } else if (change instanceof SetQuota set) {
            begin(out, SET_QUOTA, change);
            ValueCodec.writeConstant(out, set.kind());
            out.writeVarint(set.limit());
        } else if (change instanceof Allow allow) {
            begin(out, ALLOW, change);
            writeRule(out, allow.rule());
        } else if (change instanceof Deny deny) {
            begin(out, DENY, change);
            writeRule(out, deny.rule());
        } else if (change instanceof FirstAdmin first) {
            begin(out, FIRST_ADMIN, change);
            writeToken(out, first.token());
        } else if (change instanceof ResetAdmin reset) {
            begin(out, RESET_ADMIN, change);
            writeToken(out, reset.token());
        }
    }

    private static void begin(ByteWriter out, int type, AccessChange change) {
        out.writeByte(type);
        out.writeString(change.user());
    }

    static AccessChange readChange(ByteReader in) {
        int type = in.readByte();
        String user = in.readString();
        return switch (type) {
            case ADD_USER -> new AddUser(user, readToken(in), in.readBoolean());
            case REMOVE_USER -> new RemoveUser(user);
            case ROTATE_TOKEN -> new RotateToken(user, readToken(in));
            case FINISH_ROTATION -> new FinishRotation(user);
            case SET_SUBJECT -> new SetSubject(user, in.readString());
            case SET_QUOTA -> new SetQuota(user, ValueCodec.readConstant(in, Quotas.Kind.values()), in.readVarint());
            case ALLOW -> new Allow(user, readRule(in));
            case DENY -> new Deny(user, readRule(in));
            case FIRST_ADMIN -> new FirstAdmin(user, readToken(in));
            case RESET_ADMIN -> new ResetAdmin(user, readToken(in));
            default -> throw new MalformedEncodingException("no change of a user has type " + type);
        };
    }

    static void writeUser(ByteWriter out, User user) {
        out.writeString(user.name());
        out.writeString(user.subject());
        Lists.write(out, user.tokens(), AccessCodec::writeToken);
        Lists.write(out, user.rules(), AccessCodec::writeRule);
        out.writeVarint(user.quotas().sessions());
        out.writeVarint(user.quotas().locks());
        out.writeVarint(user.quotas().waiters());
        out.writeVarint(user.quotas().watches());
    }

    static User readUser(ByteReader in) {
        return new User(
                in.readString(),
                in.readString(),
                Lists.read(in, TOKEN_BYTES, AccessCodec::readToken),
                Lists.read(in, RULE_BYTES_MIN, AccessCodec::readRule),
                new Quotas(in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint()));
    }

    private static void writeToken(ByteWriter out, TokenHash token) {
        out.writeFixed64(token.first());
        out.writeFixed64(token.second());
        out.writeFixed64(token.third());
        out.writeFixed64(token.fourth());
    }

    private static TokenHash readToken(ByteReader in) {
        return new TokenHash(in.readFixed64(), in.readFixed64(), in.readFixed64(), in.readFixed64());
    }

    private static void writeRule(ByteWriter out, Rule rule) {
        ValueCodec.writeConstant(out, rule.right());
        out.writeString(rule.prefix());
    }

    private static Rule readRule(ByteReader in) {
        return new Rule(ValueCodec.readConstant(in, Right.values()), in.readString());
    }
}
