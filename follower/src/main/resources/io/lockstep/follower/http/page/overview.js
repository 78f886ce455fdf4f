// The servers, and how much there is of what.

import { el, number, refusal } from "./dom.js";
import { get } from "./server.js";
import { awaitedRows } from "./contention.js";
import { fact, servers } from "./servers.js";

const TOP = 5;

export function overview(page) {
  const facts = el("dl", { class: "facts" });
  const machines = servers(page);
  const waits = el("div");
  const element = el("div", {},
    el("h2", {}, "The cluster"), facts,
    machines.element,
    el("h2", {}, "Where clients wait most"), waits);

  function health() {
    if (page.nodes) {
      facts.replaceChildren(...factsOf(page.nodes));
      machines.show(page.nodes);
    }
  }

  return {
    element,
    periodMillis: 5_000,
    json: () => "/v1/nodes",
    parameters() {},
    health,
    async refresh() {
      health();
      try {
        const found = await get("/v1/contention");
        const top = [...found.locks].sort((a, b) => b.waiting - a.waiting).slice(0, TOP);
        waits.replaceChildren(top.length
          ? awaitedRows("Locks with most waiters", top, page)
          : el("p", { class: "note" }, "No client waits for a lock."));
      } catch (error) {
        if (error.status !== 403) {
          throw error;
        }
        waits.replaceChildren(refusal(error));
      }
    },
  };
}

function factsOf(nodes) {
  const self = nodes.self;
  return [
    fact("Locks held", number(self.locks)),
    fact("Sessions", number(self.sessions)),
    fact("Losses it survives", number(nodes.survives)),
    fact("Lock map, of its bound", percent(self.map_bytes, self.map_bytes_max)),
  ];
}

function percent(part, all) {
  const share = 100 * part / all;
  return share > 0 && share < 1 ? "under 1 %" : `${Math.round(share)} %`;
}
