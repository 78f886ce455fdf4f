// Where clients wait, and who waits for whom.

import { cell, client, count, el, refusal, since, table } from "./dom.js";
import { lockLink, sessionLink } from "./links.js";
import { get } from "./server.js";

const TOP = 20;

export function contention(page) {
  const summary = el("p", { class: "note" });
  const chains = el("div");
  const parts = el("div");
  const element = el("div", {},
    el("h2", {}, "Contention"), summary, chains, parts);

  return {
    element,
    periodMillis: 3_000,
    json: () => "/v1/contention",
    parameters() {},
    async refresh() {
      let found;
      try {
        found = await get("/v1/contention");
      } catch (error) {
        if (error.status !== 403) {
          throw error;
        }
        element.replaceChildren(refusal(error));
        return;
      }
      summary.textContent = found.awaited === 0
        ? "No client waits for a lock."
        : `${count(found.awaited, "held lock has", "held locks have")} waiters${found.more ? ", or more; the first of them by name are compared" : ""}.`;
      parts.replaceChildren(...(found.awaited === 0 ? [] : [
        part("Most waiters", found.locks, (lock) => lock.waiting, page),
        part("Oldest waiter", found.locks, (lock) => lock.waited_ms ?? 0, page),
        part("Longest held, of locks with waiters", found.locks, (lock) => lock.held_ms, page),
      ]));
      chains.replaceChildren(...(found.chains.length === 0 ? [] : [
        el("h3", {}, "Who waits for whom"),
        el("ul", { class: "chains" }, found.chains.map((chain) => el("li", {}, sentence(chain, page)))),
      ]));
    },
  };
}

function part(title, locks, measure, page) {
  const top = [...locks].sort((a, b) => measure(b) - measure(a)).slice(0, TOP);
  return el("section", {}, el("h3", {}, title), awaitedRows(title, top, page));
}

export function awaitedRows(caption, locks, page) {
  const now = Date.now();
  return table(caption, ["Lock", "Waiting", "Oldest waits", "Held by", "Held for"], locks.map((lock) => el("tr", {},
    cell("Lock", lockLink(lock.name, page), { class: "name" }),
    cell("Waiting", lock.waiting, { class: "number" }),
    cell("Oldest waits", lock.waited_ms === undefined ? "" : since(lock.waited_ms, now)),
    cell("Held by", sessionLink(lock.holders?.[0]?.session, page, client(lock))),
    cell("Held for", since(lock.held_ms, now)))));
}

/** Such as "2 wait for b, held by etl #50002, who waits for a, held by #50001". */
function sentence(chain, page) {
  const words = [`${chain[0].waiting} ${chain[0].waiting === 1 ? "waits" : "wait"} for `];
  chain.forEach((link, at) => {
    words.push(at > 0 ? ", who waits for " : "", lockLink(link.lock, page), ", held by ", sessionLink(link.holder.session, page, client(link.holder)));
  });
  return [...words, "."];
}
