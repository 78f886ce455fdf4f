// The servers: what each of them is in the cluster, and what the server of this page says of itself.

import { cell, command, count, duration, el, lockstep, moment, number, table } from "./dom.js";

const DAY_MILLIS = 86_400_000;
const CERTIFICATE_DAYS_MIN = 30;

/** From this silence on, the cluster counts it. */
const HEARD = "in the last 3 s";

export function servers(page) {
  const rows = el("div");
  const warning = el("p", { class: "warning", role: "status", hidden: true });
  const title = el("h3");
  const own = el("dl", { class: "facts" });
  const all = el("div");
  const element = el("div", {},
    el("h2", {}, "Servers"), rows, title, warning, own,
    el("p", { class: "note ask" }, "This asks every server for its certificate and its disk:"), all);

  return {
    element,
    show(nodes) {
      rows.replaceChildren(serverTable(nodes));
      title.textContent = `Server ${nodes.self.server}, which shows this page`;
      own.replaceChildren(...factsOf(nodes.self));
      const text = certificateWarning(nodes.self, Date.now());
      warning.hidden = text === "";
      if (warning.textContent !== text) {
        warning.textContent = text;
      }
      if (all.childElementCount === 0) {
        all.replaceChildren(command(lockstep(page, "admin servers")));
      }
    },
  };
}

function serverTable(nodes) {
  const trails = nodes.servers.some((server) => server.trails_by_entries !== undefined);
  const headers = ["Server", "Role", "Version", "Address", ...(trails ? ["Trails leader by"] : []), "Last heard of", "State"];
  return table("Servers", headers, nodes.servers.map((server) => el("tr", {},
    cell("Server", [el("strong", {}, server.server), server.server === nodes.self.server ? " (this one)" : ""]),
    cell("Role", server.role ?? "?"),
    cell("Version", server.version ?? "?"),
    cell("Address", server.address ?? "?"),
    trails ? cell("Trails leader by", trailOf(server)) : null,
    cell("Last heard of", heardOf(server, nodes)),
    cell("State", state(server, nodes)))));
}

function trailOf(server) {
  return server.role === "leader" ? "–"
    : server.trails_by_entries === undefined ? "ask the leader"
    : count(server.trails_by_entries, "entry", "entries");
}

function heardOf(server, nodes) {
  return server.server === nodes.self.server ? "–"
    : server.silent_ms === undefined ? HEARD
    : `${duration(server.silent_ms)} ago`;
}

function state(server, nodes) {
  if (server.silent_ms !== undefined || listed(nodes.missing, server.server)) {
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

function factsOf(self) {
  return [
    fact("Feature level of the cluster", number(self.feature_level)),
    fact("Role", self.role === "none" ? "knows no leader" : self.role),
    fact("Term, index", `${number(self.term)}, ${number(self.index)}`),
    fact("99 % of disk writes within", self.fsync_p99_micros === undefined ? "none lately" : millis(self.fsync_p99_micros)),
    fact("Connections", `${number(self.connections)} of ${number(self.connections_max)}`),
    fact("Sessions here", number(self.sessions_here)),
    fact("Certificate until", self.tls_expires === undefined ? "no TLS" : moment(self.tls_expires)),
  ];
}

function millis(micros) {
  return `${micros / 1000} ms`;
}

/** Empty while the certificate lasts long enough. */
export function certificateWarning(self, now) {
  const days = Math.floor((Date.parse(self.tls_expires) - now) / DAY_MILLIS);
  if (Number.isNaN(days) || days >= CERTIFICATE_DAYS_MIN) {
    return "";
  }
  const when = days < 0 ? "has ended" : days === 0 ? "ends within a day" : `ends in ${count(days, "day")}`;
  return `The certificate of server ${self.server} ${when}. Put a new one in place of the file; the server reads it by itself.`;
}

export function fact(name, value) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value));
}
