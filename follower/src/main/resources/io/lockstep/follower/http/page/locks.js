// The held locks: search by prefix on the server, at most 1,000 rows at a time.

import { cell, client, el, mode, number, patch, refusal, since, table } from "./dom.js";
import { get } from "./server.js";
import { details } from "./details.js";

const ROWS_FIRST = 100;
const ROWS_MAX = 1_000;

/** What is shown follows events, but not more often than this; the more rows, the less often. */
const AGAIN_MILLIS = 1_000;
const AGAIN_MILLIS_PER_ROW = 5;

const HEADERS = ["Lock", "Held by", "Held for", "Waiting", "Token", "Mode", "Server"];
const LONGER = [["", "any time"], ["60000", "1 min"], ["600000", "10 min"], ["3600000", "1 h"], ["86400000", "1 d"]];
const ORDERS = [["", "name"], ["held", "held longest"], ["waiting", "most waiters"]];

export function locks(page, first) {
  let wanted = first;
  let limit = ROWS_FIRST;
  let shown = { locks: [], more: false };
  let opened = null;
  let dirtyAt = 0;
  let shownAt = 0;

  const set = (changes) => page.go("locks", { ...wanted, ...changes });
  const prefix = el("input", {
    type: "search", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    placeholder: "all names", oninput: () => searchSoon(),
  });
  const waiting = el("input", { type: "checkbox", onchange: () => set({ waiting: waiting.checked ? "yes" : "", after: "" }) });
  const longer = choice(LONGER, (value) => set({ longer: value }));
  const order = choice(ORDERS, (value) => set({ order: value }));
  const note = el("p", { class: "note", role: "status" }, "Asking the server…");
  const rows = el("div");
  const more = el("button", { type: "button", hidden: true, onclick: showMore });
  const element = el("div", {},
    el("h2", {}, "Locks"),
    el("form", { class: "tools", role: "search", onsubmit: (event) => { event.preventDefault(); searchNow(); } },
      el("label", {}, "Names that begin with ", prefix),
      el("label", {}, "Held longer than ", longer),
      el("label", {}, "Order by ", order),
      el("label", { class: "check" }, waiting, " Only with waiters")),
    note, rows, el("p", {}, more));

  let typing = 0;
  function searchSoon() {
    clearTimeout(typing);
    typing = setTimeout(searchNow, 300);
  }

  function searchNow() {
    clearTimeout(typing);
    if (prefix.value !== (wanted.prefix ?? "")) {
      set({ prefix: prefix.value, after: "", open: "" });
    }
  }

  function showMore() {
    if (limit < ROWS_MAX) {
      limit = ROWS_MAX;
      refreshSoon();
    } else {
      set({ after: shown.locks[shown.locks.length - 1].name, open: "" });
    }
  }

  function refreshSoon() {
    dirtyAt = Date.now();
    shownAt = 0;
  }

  function parameters(given) {
    const searched = ["prefix", "after", "waiting"].some((key) => (given[key] ?? "") !== (wanted[key] ?? ""));
    wanted = given;
    if (searched) {
      limit = ROWS_FIRST;
    }
    fill();
    if (!searched) {
      show();
    }
  }

  function fill() {
    if (document.activeElement !== prefix) {
      prefix.value = wanted.prefix ?? "";
    }
    waiting.checked = wanted.waiting === "yes";
    longer.value = wanted.longer ?? "";
    order.value = wanted.order ?? "";
  }

  function question() {
    const asked = { prefix: wanted.prefix ?? "", after: wanted.after ?? "", limit };
    return wanted.waiting === "yes" ? { ...asked, waiting: "yes" } : asked;
  }

  const key = () => JSON.stringify([wanted.prefix, wanted.after, wanted.waiting, limit]);

  async function refresh() {
    dirtyAt = 0;
    const asking = key();
    try {
      const answer = await get("/v1/locks", question());
      if (asking !== key()) {
        return;
      }
      shown = { ...answer, at: Date.now() };
    } catch (error) {
      if (error.status !== 403) {
        throw error;
      }
      rows.replaceChildren(refusal(error));
      note.textContent = "";
      return;
    }
    shownAt = Date.now();
    show();
    await opened?.refresh();
  }

  function show() {
    const least = Number(wanted.longer ?? 0);
    const kept = shown.locks.filter((lock) => lock.held_ms >= least);
    if (wanted.order) {
      const key = wanted.order === "held" ? "held_ms" : "waiting";
      kept.sort((a, b) => (b[key] ?? 0) - (a[key] ?? 0));
    }
    note.textContent = summary(kept.length);
    more.hidden = !shown.more;
    more.textContent = limit < ROWS_MAX ? "Show up to 1,000" : "The next 1,000";
    draw(kept);
  }

  function summary(kept) {
    const all = shown.locks.length;
    const which = `held lock${all === 1 ? "" : "s"}${wanted.waiting === "yes" ? " with waiters" : ""}`;
    if (all === 0) {
      return wanted.after ? `No further ${which}.` : `No ${which}${wanted.prefix ? " with names that begin so" : ""}.`;
    }
    const range = shown.more ? `The first ${number(all)}` : wanted.after ? `The last ${number(all)}` : all === 1 ? "One" : `All ${number(all)}`;
    const text = wanted.after && shown.more ? `The next ${number(all)} ${which}` : `${range} ${which}`;
    const rest = kept < all ? `; ${number(kept)} of them held that long` : "";
    return `${text}, by name${rest}.`;
  }

  function draw(kept) {
    const focused = document.activeElement?.closest?.("tr[data-name]")?.dataset.name;
    const atToggle = document.activeElement?.classList?.contains("toggle");
    if (!wanted.open || opened?.name !== wanted.open) {
      opened = null;
    }
    const body = wanted.open && !kept.some((lock) => lock.name === wanted.open) ? absent(wanted.open) : [];
    for (const lock of kept) {
      body.push(row(lock));
      if (lock.name === wanted.open) {
        opened ??= openedRow(lock.name);
        body.push(opened.row);
      }
    }
    const current = rows.querySelector("tbody");
    if (body.length === 0) {
      rows.replaceChildren();
    } else if (current) {
      patch(current, body, opened?.row);
    } else {
      rows.replaceChildren(table("Held locks", HEADERS, body));
    }
    if (atToggle && focused !== undefined) {
      rows.querySelector(`tr[data-name="${CSS.escape(focused)}"] .toggle`)?.focus();
    }
    if (opened && opened.isNew()) {
      opened.refresh();
    }
  }

  function openedRow(name) {
    const opening = details(page, name);
    return { ...opening, row: el("tr", { class: "opened" }, el("td", { colspan: String(HEADERS.length) }, opening.element)) };
  }

  /** The open lock, if it is not in the list: it may have become free. */
  function absent(name) {
    opened ??= openedRow(name);
    const span = { colspan: String(HEADERS.length - 1) };
    return [el("tr", {}, toggle(name), el("td", span, el("span", { class: "quiet" }, "not in this list"))), opened.row];
  }

  function toggle(name) {
    const open = name === wanted.open;
    return cell("Lock", el("button", {
      type: "button", class: "toggle", "aria-expanded": String(open), onclick: () => set({ open: open ? "" : name }),
    }, name), { class: "name" });
  }

  function row(lock) {
    return el("tr", { "data-name": lock.name },
      toggle(lock.name),
      cell("Held by", lock.holders > 1 ? [client(lock), ` and ${lock.holders - 1} more`] : client(lock)),
      cell("Held for", since(lock.held_ms, shown.at)),
      cell("Waiting", lock.waiting ? el("strong", {}, number(lock.waiting)) : "0", { class: "number" }),
      cell("Token", lock.token, { class: "number" }),
      cell("Mode", mode(lock)),
      cell("Server", lock.server, { class: "number" }));
  }

  fill();
  return {
    element,
    periodMillis: 15_000,
    json: () => "/v1/locks?" + new URLSearchParams(question()),
    parameters,
    refresh,
    wanted: (now) => dirtyAt > 0 && now - shownAt >= AGAIN_MILLIS + shown.locks.length * AGAIN_MILLIS_PER_ROW,
    heard(heard) {
      const last = shown.locks.length ? shown.locks[shown.locks.length - 1].name : "";
      const inRange = heard.name?.startsWith(wanted.prefix ?? "") && (!shown.more || heard.name <= last);
      if (heard.event === "gap" || inRange) {
        dirtyAt ||= Date.now();
      }
      if (opened && heard.name === opened.name) {
        opened.heard();
      }
    },
  };
}

function choice(options, changed) {
  const select = el("select", { onchange: () => changed(select.value) },
    options.map(([value, text]) => el("option", { value }, text)));
  return select;
}
