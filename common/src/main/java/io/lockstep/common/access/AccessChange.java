package io.lockstep.common.access;

/** A change of one user. */
public sealed interface AccessChange {

    /** The name of the user. */
    String user();

    /** Returns the change in words, for the audit. No token is in them. */
    String words();

    /** Returns whether a server makes the change by itself, and no client can ask for it. */
    default boolean isByServer() {
        return false;
    }

    /**
     * Adds a user.
     *
     * @param admin whether the user gets all rights; otherwise it gets none
     */
    record AddUser(String user, TokenHash token, boolean admin) implements AccessChange {
        @Override
        public String words() {
            return admin ? "add with all rights" : "add";
        }
    }

    /** Removes a user, and ends its sessions. */
    record RemoveUser(String user) implements AccessChange {
        @Override
        public String words() {
            return "remove";
        }
    }

    /** Gives a user a new token. The one before stays valid until the rotation is finished or the next one begins. */
    record RotateToken(String user, TokenHash token) implements AccessChange {
        @Override
        public String words() {
            return "rotate the token";
        }
    }

    /** Ends the older of two tokens. */
    record FinishRotation(String user) implements AccessChange {
        @Override
        public String words() {
            return "end the older token";
        }
    }

    /** Says which client certificate names the user; an empty subject for none. */
    record SetSubject(String user, String subject) implements AccessChange {
        @Override
        public String words() {
            return "subject \"" + subject + "\"";
        }
    }

    /** Bounds what the user may have; 0 for no bound. */
    record SetQuota(String user, Quotas.Kind kind, long limit) implements AccessChange {
        @Override
        public String words() {
            return "quota " + kind.word() + " " + limit;
        }
    }

    /** Gives the user a rule. */
    record Allow(String user, Rule rule) implements AccessChange {
        @Override
        public String words() {
            return "allow " + rule.words();
        }
    }

    /** Takes away a rule that the user has. */
    record Deny(String user, Rule rule) implements AccessChange {
        @Override
        public String words() {
            return "deny " + rule.words();
        }
    }

    /** Adds a user with all rights if the cluster has no users; else changes nothing. Only servers send it. */
    record FirstAdmin(String user, TokenHash token) implements AccessChange {
        @Override
        public String words() {
            return "add with all rights";
        }

        @Override
        public boolean isByServer() {
            return true;
        }
    }

    /** Gives a user all rights and this token as its only one, and adds the user if needed. Only servers send it. */
    record ResetAdmin(String user, TokenHash token) implements AccessChange {
        @Override
        public String words() {
            return "reset the token, with all rights";
        }

        @Override
        public boolean isByServer() {
            return true;
        }
    }
}
