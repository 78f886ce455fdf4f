// What happens to locks, as it happens.

import { clock, el } from "./dom.js";
import { lockLink } from "./links.js";

const SHOWN_MAX = 200;

const WORDS = {
  granted: "got",
  released: "gave back",
  expired: "lost by its lease",
  queued: "waits for",
  unqueued: "waits no longer for",
};

export function live(page, parameters) {
  let prefix = parameters.prefix ?? "";
  let paused = false;
  let dirty = true;
  const list = el("ol", { class: "feed", "aria-label": "Events, the newest first" });
  const note = el("p", { class: "note", role: "status" });
  const pause = el("button", { type: "button", "aria-pressed": "false", onclick: () => setPaused(!paused) }, "Pause");
  const filter = el("input", {
    type: "search", value: prefix, autocomplete: "off", spellcheck: "false",
    onchange: () => page.go("live", { prefix: filter.value }),
  });
  const element = el("div", {},
    el("h2", {}, "Live"),
    el("div", { class: "tools", role: "search" }, el("label", {}, "Names that begin with ", filter), pause),
    note, list);

  function setPaused(now) {
    paused = now;
    pause.textContent = paused ? "Go on" : "Pause";
    pause.setAttribute("aria-pressed", String(paused));
    missed = 0;
    dirty = true;
    show();
  }

  let missed = 0;

  function concerns(heard) {
    return heard.event === "gap" || heard.name?.startsWith(prefix);
  }

  function show() {
    note.textContent = page.streamRefused
      || (paused ? `Paused; ${missed} more since then.`
        : list.childElementCount === 0 ? "Nothing has happened since this page was opened." : "");
    if (dirty && !paused) {
      dirty = false;
      list.replaceChildren(...page.heard.filter(concerns).slice(0, SHOWN_MAX).map((heard) => line(heard, page)));
      note.textContent = page.streamRefused || (list.childElementCount ? "" : "Nothing has happened since this page was opened.");
    }
  }

  return {
    element,
    periodMillis: 1_000,
    parameters(given) {
      prefix = given.prefix ?? "";
      filter.value = prefix;
      dirty = true;
      show();
    },
    async refresh() {
      show();
    },
    wanted: () => dirty && !paused,
    heard(heard) {
      if (concerns(heard)) {
        missed += paused ? 1 : 0;
        dirty = true;
      }
    },
  };
}

export function line(heard, page) {
  const time = el("time", { datetime: heard.at.toISOString() }, clock(heard.at));
  if (heard.event === "gap") {
    return el("li", { class: "gap" }, time, " ", heard.msg ?? "Events are missing here: more happened than this page can be told.");
  }
  const forced = heard.reason === "forced";
  const who = heard.label ? `${heard.label} #${heard.owner}` : `#${heard.owner}`;
  return el("li", { class: forced || heard.event === "expired" ? "bad-event" : heard.event }, time, " ",
    el("strong", {}, forced ? "FORCED" : heard.event.toUpperCase()), " ",
    who, " ", forced ? "lost by force" : WORDS[heard.event] ?? heard.event, " ", lockLink(heard.name, page),
    el("span", { class: "quiet" }, extra(heard)));
}

function extra(heard) {
  const words = [];
  if (heard.token !== undefined) {
    words.push(`token ${heard.token}`);
  }
  if (heard.pos !== undefined) {
    words.push(`position ${heard.pos}`);
  }
  if (heard.reason !== undefined && heard.reason !== "release" && heard.reason !== "forced") {
    words.push(heard.reason);
  }
  return words.length ? " · " + words.join(" · ") : "";
}
