// One lock: who holds it, who waits, who held it, what happened to it, what to do.

import { cell, client, command, el, lasts, lease, lockstep, moment, number, quoted, since, table } from "./dom.js";
import { get, lockPath, post } from "./server.js";
import { line } from "./live.js";
import { sessionLink } from "./links.js";

const EVENTS_MAX = 10;
const PAST_MAX = 10;
const ENDED = { release: "released", closed: "session closed", expired: "lease expired", forced: "by force" };

export function details(page, name) {
  const people = el("div");
  const before = el("div");
  const events = el("div");
  const commands = el("div");
  const force = page.may("force") ? forceForm(page, name) : null;
  const element = el("div", { class: "details" },
    people,
    before,
    el("h3", {}, "Since this page was opened"), events,
    el("h3", {}, "On the command line"), commands,
    force?.element ?? null);
  let isNew = true;

  function showEvents() {
    const own = page.heard.filter((heard) => heard.name === name).slice(0, EVENTS_MAX);
    events.replaceChildren(own.length
      ? el("ol", { class: "feed" }, own.map((heard) => line(heard, page)))
      : el("p", { class: "note" }, "Nothing has happened to this lock."));
  }

  return {
    name,
    element,
    isNew: () => isNew,
    heard: showEvents,
    async refresh() {
      isNew = false;
      showEvents();
      const lock = await get(lockPath(name));
      people.replaceChildren(...holders(lock, page), ...waiters(lock, page));
      before.replaceChildren(...past(await get(`${lockPath(name)}/history?limit=${PAST_MAX + lock.holders.length}`)));
      showCommands(commands, commandsFor(page, lock));
      force?.show(lock);
    },
  };
}

function holders(lock, page) {
  const now = Date.now();
  if (lock.holders.length === 0) {
    const delayed = lock.state === "delayed" ? ` Lock-delay blocks it for ${lasts(lock.remaining_ms)}.` : "";
    return [el("h3", {}, "Held by"), el("p", { class: "note" }, "Nobody holds this lock." + delayed)];
  }
  return [el("h3", {}, "Held by"), table("Holders", ["Client", "Held for", "Token", "Address", "Server", "Session", "Lease"],
    lock.holders.map((holder) => el("tr", {},
      cell("Client", client(holder)),
      cell("Held for", since(holder.held_ms, now)),
      cell("Token", holder.token),
      cell("Address", holder.address),
      cell("Server", holder.server),
      cell("Session", sessionLink(holder.session, page)),
      cell("Lease", lease(holder)))))];
}

function waiters(lock, page) {
  const now = Date.now();
  const title = `In line: ${number(lock.waiting)}`;
  if (lock.waiters.length === 0) {
    return [el("h3", {}, title)];
  }
  const rest = lock.more ? [el("p", { class: "note" }, `The first ${lock.waiters.length} are shown.`)] : [];
  return [el("h3", {}, title), table("The line", ["Position", "Client", "Has waited", "Gives up in", "Address", "Server", "Session"],
    lock.waiters.map((waiter) => el("tr", {},
      cell("Position", waiter.pos),
      cell("Client", client(waiter)),
      cell("Has waited", since(waiter.waited_ms, now)),
      cell("Gives up in", lasts(waiter.remaining_ms)),
      cell("Address", waiter.address),
      cell("Server", waiter.server),
      cell("Session", sessionLink(waiter.session, page))))), ...rest];
}

function past(history) {
  const title = el("h3", {}, "Held before by");
  if (history.history === "off") {
    return [title, el("p", { class: "note" }, "This cluster keeps no history.")];
  }
  const since = history.complete_since ? moment(history.complete_since) : "the cluster was founded";
  const note = el("p", { class: "note" }, history.past.length ? "" : "Nobody. ", "The history is complete since ", since, ".",
    history.more ? " The command below shows older grants." : "");
  if (history.past.length === 0) {
    return [title, note];
  }
  return [title, table("Grants that have ended", ["Client", "Since", "Held for", "Had waited", "Ended", "Token", "Address"],
    history.past.map((grant) => el("tr", {},
      cell("Client", client(grant)),
      cell("Since", moment(grant.since)),
      cell("Held for", lasts(grant.held_ms)),
      cell("Had waited", lasts(grant.waited_ms)),
      cell("Ended", ENDED[grant.ended] ?? grant.ended),
      cell("Token", grant.token),
      cell("Address", grant.address)))), note];
}

/** What to type for the same at a terminal. */
function commandsFor(page, lock) {
  const name = quoted(lock.name);
  const force = page.may("force")
    ? lock.holders.map((holder) => `admin force-release ${name} --token ${holder.token} --reason ...`)
    : [];
  return [`who ${name}`, `history ${name}`, `watch ${name}`, ...force.slice(0, 1)].map((text) => lockstep(page, text));
}

/** Leaves them alone if they are the same: somebody may be about to copy one. */
function showCommands(element, texts) {
  if (texts.join() !== element.dataset.shown) {
    element.dataset.shown = texts.join();
    element.replaceChildren(...texts.map(command));
  }
}

function forceForm(page, name) {
  const token = el("input", { type: "text", inputmode: "numeric", required: true, autocomplete: "off", size: "12" });
  const reason = el("input", { type: "text", required: true, maxlength: "200", autocomplete: "off", oninput: check });
  const button = el("button", { class: "danger", disabled: true }, "Release by force");
  const hit = el("p");
  const result = el("p", { role: "status" });
  const form = el("form", { onsubmit: send },
    hit, el("label", {}, "Token ", token), el("label", { class: "wide" }, "Reason, for the audit ", reason), button);
  let filled = "";

  function check() {
    button.disabled = reason.value.trim() === "";
  }

  async function send(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      const done = await post(lockPath(name) + "/force", { token: token.value.trim(), reason: reason.value.trim() });
      result.replaceChildren(`Token ${done.token} was released by force. `, el("a", { href: "#audit" }, "The audit has the record."));
      reason.value = "";
    } catch (error) {
      result.textContent = error.status === 0 ? "The server did not answer; the outcome is not known. Look at the lock." : error.message;
      check();
    }
  }

  return {
    element: el("details", { class: "force" }, el("summary", {}, "Release by force"), form, result),
    show(lock) {
      form.hidden = lock.holders.length === 0;
      const own = lock.holders[0];
      if (own) {
        const more = lock.holders.length > 1 ? ` ${lock.holders.length - 1} more hold it; the token says whose grant ends.` : "";
        const next = lock.waiters[0];
        hit.replaceChildren("This takes the lock from ", client(own), ` at ${own.address}, which may still use what it protects.`,
          more, next ? [" Next in line: "] : "", next ? client(next) : "", next ? "." : "");
        if (token.value === filled) {
          filled = String(own.token);
          token.value = filled;
        }
      }
    },
  };
}
