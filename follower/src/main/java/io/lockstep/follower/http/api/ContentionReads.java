package io.lockstep.follower.http.api;

import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.Refusals;
import io.lockstep.program.LineFields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers where clients wait. */
final class ContentionReads {

    private ContentionReads() {}

    /** {@code GET /v1/contention?prefix=}. */
    static HttpReply contention(HttpRequest request) throws InterruptedException {
        String prefix = request.parameter("prefix");
        Contention found = Contention.look(request.conversation(), prefix == null ? "" : prefix);
        if (!found.isOk()) {
            return Refusals.of(found.reply());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("awaited", found.awaited());
        all.put("more", found.more());
        all.put("locks", found.locks().stream().map(AwaitedLock::fields).toList());
        all.put(
                "chains",
                found.chains().stream()
                        .map(chain -> chain.stream().map(ContentionReads::link).toList())
                        .toList());
        return HttpReply.json(200, all);
    }

    private static Map<String, Object> link(WaitChains.Link link) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("lock", link.lock());
        all.put("waiting", link.waiting());
        all.put("holder", LineFields.of(link.holder()));
        return all;
    }
}
