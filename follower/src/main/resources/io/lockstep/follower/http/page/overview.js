// The servers, and how much there is of what.

import { cell, count, duration, el, number, refusal, table } from "./dom.js";
import { get } from "./server.js";
import { awaitedRows } from "./contention.js";

const TOP = 5;

export function overview(page) {
  const facts = el("dl", { class: "facts" });
  const servers = el("div");
  const waits = el("div");
  const element = el("div", {},
    el("h2", {}, "The cluster"), facts,
    el("h2", {}, "Servers"), servers,
    el("h2", {}, "Where clients wait most"), waits);

  function health() {
    if (page.nodes) {
      facts.replaceChildren(...factsOf(page.nodes));
      servers.replaceChildren(serverTable(page.nodes));
    }
  }

  return {
    element,
    periodMillis: 5_000,
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
    fact("Clients of this server", `${number(self.connections)} of ${number(self.connections_max)}`),
    fact("Term, index", `${number(self.term)}, ${number(self.index)}`),
  ];
}

function percent(part, all) {
  const share = 100 * part / all;
  return share > 0 && share < 1 ? "under 1 %" : `${Math.round(share)} %`;
}

function fact(name, value) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}

function serverTable(nodes) {
  const trails = nodes.servers.some((server) => server.trails_by_entries !== undefined);
  const headers = ["Server", "Role", "Address", ...(trails ? ["Trails leader by"] : []), "State"];
  return table("Servers", headers, nodes.servers.map((server) => el("tr", {},
    cell("Server", [el("strong", {}, server.server), server.server === nodes.self.server ? " (this one)" : ""]),
    cell("Role", server.role ?? "?"),
    cell("Address", server.address ?? "?"),
    trails ? cell("Trails leader by", server.role === "leader" ? "–" : server.trails_by_entries === undefined ? "ask the leader" : count(server.trails_by_entries, "entry", "entries")) : null,
    cell("State", state(server, nodes)))));
}

function state(server, nodes) {
  if (server.silent_ms !== undefined) {
    return el("strong", { class: "bad" }, `not heard of for ${duration(server.silent_ms)}`);
  }
  if (listed(nodes.missing, server.server)) {
    return el("strong", { class: "bad" }, "not heard of");
  }
  if (server.doubt || listed(nodes.doubtful, server.server)) {
    return el("strong", { class: "bad" }, "may have lost entries; does not vote");
  }
  return server.leaving ? "is to be removed" : el("span", { class: "good" }, "up");
}

function listed(numbers, server) {
  return String(numbers ?? "").split(",").includes(String(server));
}
