// What operators did, and what was refused.

import { cell, el, moment, refusal, table } from "./dom.js";
import { get } from "./server.js";
import { lockLink } from "./links.js";

const PAGES_MAX = 40;

export function audit(page) {
  const rows = el("div");
  const element = el("div", {}, el("h2", {}, "Audit"),
    el("p", { class: "note" }, "The newest first. The cluster keeps 1,000 records."), rows);
  return {
    element,
    periodMillis: 10_000,
    json: () => "/v1/audit?limit=1000",
    parameters() {},
    async refresh() {
      try {
        const records = await all();
        rows.replaceChildren(records.length
          ? table("Audit records", ["Number", "When", "What", "Who", "Why"], records.reverse().map((record) => row(record, page)))
          : el("p", { class: "note" }, "Nothing is recorded yet."));
      } catch (error) {
        if (error.status !== 403) {
          throw error;
        }
        rows.replaceChildren(refusal(error));
      }
    },
  };
}

async function all() {
  const records = [];
  let after = 0;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await get("/v1/audit", { after, limit: 1_000 });
    records.push(...page.records);
    if (!page.more || page.records.length === 0) {
      break;
    }
    after = page.records[page.records.length - 1].n;
  }
  return records;
}

function row(record, page) {
  return el("tr", {},
    cell("Number", record.n, { class: "number" }),
    cell("When", moment(record.at)),
    cell("What", what(record, page), { class: "name" }),
    cell("Who", [record.operator ?? "", record.from ? el("span", { class: "quiet" }, ` from ${record.from}`) : ""]),
    cell("Why", record.reason ?? ""));
}

function what(record, page) {
  if (record.name !== undefined) {
    const holder = record.label ? `${record.label} #${record.owner}` : `#${record.owner}`;
    return ["forced release of ", lockLink(record.name, page), `, token ${record.token}, held by ${holder}`];
  }
  if (record.refused !== undefined) {
    return `${record.refused} refused ${record.times === 1 ? "once" : `${record.times} times`} by server ${record.server}`;
  }
  if (record.change !== undefined) {
    return `user ${record.user}: ${record.change}`;
  }
  if (record.map_bytes !== undefined) {
    return `bound of the lock map ${record.map_bytes_before} → ${record.map_bytes} bytes`;
  }
  if (record.way !== undefined) {
    return `server ${record.server} removed (${record.way})`;
  }
  if (record.kept !== undefined) {
    return `server ${record.server} started with loss accepted: kept ${record.kept}, had known ${record.known}`;
  }
  if (record.restored_cluster !== undefined) {
    return `restored from a backup of cluster ${record.restored_cluster} at ${record.restored_index}`;
  }
  return "see the command line: audit";
}
