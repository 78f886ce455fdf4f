// The stream of events, which goes on as long as somebody looks at the page.

import { events } from "./server.js";

const RECONNECT_MILLIS = 2_000;

/** The server ends a stream after some minutes. The next one begins before, so that no event is missed. */
const STREAM_MILLIS = 200_000;
const OVERLAP_MILLIS = 3_000;

/**
 * A stream that is stopped. The listener has: hear(event, data); began(anew), where anew says that events may have been
 * missed; broke(error).
 */
export function eventStream(listener) {
  let running = null;

  function stop() {
    running?.abort();
    running = null;
  }

  function start() {
    stop();
    running = new AbortController();
    goOn(running.signal);
  }

  async function goOn(signal) {
    while (!signal.aborted) {
      try {
        await one(signal, { until: Infinity });
        signal.aborted || listener.broke(null);
      } catch (error) {
        if (!signal.aborted) {
          listener.broke(error);
        }
      }
      await new Promise((done) => setTimeout(done, RECONNECT_MILLIS));
    }
  }

  /**
   * One stream, and then the one after it, which begins while this one still goes on: from its first index on it has the
   * events, and this one those up to there.
   */
  async function one(signal, part, before) {
    const own = new AbortController();
    signal.addEventListener("abort", () => own.abort());
    let next = null;
    let renewal = 0;
    try {
      await events({}, (event, data) => {
        if (event === "watching") {
          begins(before, data.index);
          renewal = setTimeout(() => {
            next = one(signal, { until: Infinity }, { part, stop: () => own.abort() });
            next.catch(() => {});
          }, STREAM_MILLIS);
        } else if (event !== "end" && (data.rev ?? 0) <= part.until) {
          listener.hear(event, data);
        }
      }, own.signal);
    } catch (error) {
      if (!next || signal.aborted) {
        throw error;
      }
    } finally {
      clearTimeout(renewal);
    }
    await next;
  }

  function begins(before, index) {
    if (before) {
      before.part.until = index;
      setTimeout(before.stop, OVERLAP_MILLIS);
    }
    listener.began(!before);
  }

  return { start, stop };
}
