// The sessions of clients: search by the beginning of a label, at most 1,000 rows at a time. A row opens: its locks.

import { cell, client, command, el, lasts, lease, lockstep, mode, number, patch, refusal, since, table } from "./dom.js";
import { lockLink } from "./links.js";
import { get } from "./server.js";

const ROWS_FIRST = 100;
const ROWS_MAX = 1_000;
const HEADERS = ["Session", "Client", "Locks", "Waits", "Lease", "User", "Server", "Address"];

export function sessions(page, first) {
  let wanted = first;
  let limit = ROWS_FIRST;
  let shown = { sessions: [], more: false, at: Date.now() };
  const opened = { number: "", row: null, content: null };

  const set = (changes) => page.go("sessions", { ...wanted, ...changes });
  const prefix = el("input", {
    type: "search", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    placeholder: "all labels", onchange: search,
  });
  const note = el("p", { class: "note", role: "status" }, "Asking the server…");
  const rows = el("div");
  const more = el("button", { type: "button", hidden: true, onclick: showMore });
  const element = el("div", {},
    el("h2", {}, "Sessions"),
    el("form", { class: "tools", role: "search", onsubmit: (event) => { event.preventDefault(); search(); } },
      el("label", {}, "Labels that begin with ", prefix)),
    note, rows, el("p", {}, more));

  function search() {
    if (prefix.value !== (wanted.prefix ?? "")) {
      set({ prefix: prefix.value, after: "", open: "" });
    }
  }

  let again = false;
  function showMore() {
    if (limit < ROWS_MAX) {
      limit = ROWS_MAX;
      again = true;
    } else {
      set({ after: shown.after, open: "" });
    }
  }

  function parameters(given) {
    const searched = ["prefix", "after"].some((key) => (given[key] ?? "") !== (wanted[key] ?? ""));
    wanted = given;
    limit = searched ? ROWS_FIRST : limit;
    fill();
  }

  function fill() {
    if (document.activeElement !== prefix) {
      prefix.value = wanted.prefix ?? "";
    }
  }

  const open = () => /^[1-9][0-9]{0,17}$/.test(wanted.open ?? "") ? wanted.open : "";
  const after = () => /^[0-9]{1,18}$/.test(wanted.after ?? "") ? wanted.after : "";
  const question = () => ({ prefix: wanted.prefix ?? "", after: after(), limit });
  const key = () => JSON.stringify([question(), open()]);

  async function refresh() {
    again = false;
    const asking = key();
    try {
      const answer = await get("/v1/sessions", question());
      const one = open() ? await get(`/v1/sessions/${open()}`) : null;
      if (asking === key()) {
        shown = { ...answer, at: Date.now() };
        show(one);
      }
    } catch (error) {
      if (error.status !== 403) {
        throw error;
      }
      rows.replaceChildren(refusal(error));
      note.textContent = "";
    }
  }

  function show(one) {
    note.textContent = summary();
    more.hidden = !shown.more;
    more.textContent = limit < ROWS_MAX ? "Show up to 1,000" : "The next 1,000";
    if (one && opened.number !== open()) {
      opened.content = el("div", { class: "details" });
      opened.row = el("tr", { class: "opened" }, el("td", { colspan: String(HEADERS.length) }, opened.content));
    }
    opened.number = open();
    if (one) {
      opened.content.replaceChildren(...locksOf(one, page));
    }
    draw(one);
  }

  function summary() {
    const all = shown.sessions.length;
    if (all === 0) {
      return shown.more || wanted.after ? "No further session here." : `No session${wanted.prefix ? " with a label that begins so" : ""}.`;
    }
    const which = `session${all === 1 ? "" : "s"}`;
    const range = wanted.after ? "The next" : shown.more ? "The first" : all === 1 ? "" : "All";
    return range ? `${range} ${number(all)} ${which}, the oldest first.` : "One session.";
  }

  function draw(one) {
    const focused = document.activeElement?.closest?.("tr[data-session]")?.dataset.session;
    const body = [];
    if (one && !shown.sessions.some((session) => String(session.session) === open())) {
      body.push(one.state === "ended" ? absent(one) : row(one), opened.row);
    }
    for (const session of shown.sessions) {
      body.push(row(session));
      if (one && String(session.session) === open()) {
        body.push(opened.row);
      }
    }
    const current = rows.querySelector("tbody");
    if (body.length === 0) {
      rows.replaceChildren();
    } else if (current) {
      patch(current, body, one ? opened.row : null);
    } else {
      rows.replaceChildren(table("Sessions", HEADERS, body));
    }
    if (focused !== undefined) {
      rows.querySelector(`tr[data-session="${CSS.escape(focused)}"] .toggle`)?.focus();
    }
  }

  function toggle(session) {
    const isOpen = String(session) === open();
    return cell("Session", el("button", {
      type: "button", class: "toggle", "aria-expanded": String(isOpen), onclick: () => set({ open: isOpen ? "" : session }),
    }, session));
  }

  function absent(one) {
    return el("tr", { "data-session": one.session }, toggle(one.session),
      el("td", { colspan: String(HEADERS.length - 1) }, el("span", { class: "quiet" }, "has ended")));
  }

  function row(session) {
    return el("tr", { "data-session": session.session },
      toggle(session.session),
      cell("Client", client({ label: session.label, owner: session.client })),
      cell("Locks", number(session.locks), { class: "number" }),
      cell("Waits", session.waiting ? el("strong", {}, number(session.waiting)) : "0", { class: "number" }),
      cell("Lease", lease(session)),
      cell("User", session.user ?? ""),
      cell("Server", session.server, { class: "number" }),
      cell("Address", session.address));
  }

  fill();
  return {
    element,
    periodMillis: 5_000,
    json: () => open() ? `/v1/sessions/${open()}` : "/v1/sessions?" + new URLSearchParams(question()),
    parameters,
    refresh,
    wanted: () => again,
  };
}

function locksOf(one, page) {
  const now = Date.now();
  if (one.state === "ended") {
    return [el("p", { class: "note" }, "This session has ended, and holds no lock. The history of a lock says who held it.")];
  }
  return [
    el("h3", {}, `Holds: ${number(one.locks)}`),
    one.holds.length === 0 ? null : table("Locks that it holds", ["Lock", "Held for", "Token", "Mode"], one.holds.map((lock) => el("tr", {},
      cell("Lock", lockLink(lock.name, page), { class: "name" }),
      cell("Held for", since(lock.held_ms, now)),
      cell("Token", lock.token, { class: "number" }),
      cell("Mode", mode(lock))))),
    el("h3", {}, `Requests that wait: ${number(one.waiting ?? 0)}`),
    one.waits.length === 0 ? null : table("Locks that it waits for", ["Lock", "Has waited", "Gives up in", "Mode"], one.waits.map((lock) => el("tr", {},
      cell("Lock", lockLink(lock.name, page), { class: "name" }),
      cell("Has waited", since(lock.waited_ms, now)),
      cell("Gives up in", lasts(lock.remaining_ms)),
      cell("Mode", mode(lock))))),
    one.more ? el("p", { class: "note" }, `The first ${one.holds.length + one.waits.length} locks are shown.`) : null,
    el("h3", {}, "On the command line"),
    command(lockstep(page, `sessions ${one.session}`)),
  ].filter((part) => part !== null);
}
