// Begin here: which view is shown, and whether the page is in touch with its server.

import { clock, count, el, tick, visible } from "./dom.js";
import { get, logIn, Refused } from "./server.js";
import { eventStream } from "./stream.js";
import { overview } from "./overview.js";
import { locks } from "./locks.js";
import { contention } from "./contention.js";
import { sessions } from "./sessions.js";
import { live } from "./live.js";
import { audit } from "./audit.js";

const VIEWS = { overview, locks, contention, sessions, live, audit };
const HEALTH_MILLIS = 2_000;
const RECONNECT_MILLIS = 2_000;
const EVENTS_MAX = 1_000;

const byId = (id) => document.getElementById(id);

/** What the views share. */
const page = {
  nodes: null,
  me: { user: "", rights: [] },
  /** The newest events, the newest first: {at, event, ...}. */
  heard: [],
  /** Why there is no stream although the server answers; empty if there is one. */
  streamRefused: "",
  may: (right) => page.me.rights.includes(right),
  go: (view, parameters = {}) => {
    location.hash = hash(view, parameters);
  },
  hash,
};

let view = null;
let viewName = "";
let inTouchAt = Date.now();
let healthBroken = false;
let streamBroken = false;
let viewBroken = false;
let nextRefresh = 0;
let refreshing = false;

function hash(name, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return "#" + name + (given.length ? "?" + new URLSearchParams(given) : "");
}

function route() {
  const [name, query = ""] = location.hash.slice(1).split(/\?(.*)/s);
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const found = VIEWS[name] ? name : "overview";
  for (const link of document.querySelectorAll("nav a")) {
    const current = link.hash === "#" + found;
    current ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  document.title = `Lockstep: ${found}`;
  if (view && viewName === found) {
    view.parameters(parameters);
  } else {
    viewName = found;
    view = VIEWS[found](page, parameters);
    byId("content").replaceChildren(view.element);
  }
  showJson();
  nextRefresh = 0;
  beat();
}

/** What the view is made of. A link sends no token, so it is of no use in a cluster with users. */
function showJson() {
  const link = byId("json");
  link.hidden = page.me.user !== "" || !view.json;
  link.href = view.json?.() ?? "";
}

/** Has the view ask again when it is time. Runs several times a second. */
async function beat() {
  if (document.hidden || !byId("login").hidden) {
    return;
  }
  const now = Date.now();
  if (view && !refreshing && (now >= nextRefresh || view.wanted?.(now))) {
    refreshing = true;
    nextRefresh = now + view.periodMillis;
    const shown = view;
    try {
      await shown.refresh();
      viewBroken = false;
    } catch (error) {
      refused(error);
    } finally {
      refreshing = false;
    }
    showTouch();
  }
}

function isBroken() {
  return healthBroken || streamBroken || viewBroken;
}

/** Whatever the reason is, what the view shows is old now. */
function refused(error) {
  if (error.status === 401) {
    askForToken(error);
    return;
  }
  viewBroken = true;
  nextRefresh = Date.now() + RECONNECT_MILLIS;
  if (!(error instanceof Refused)) {
    console.error(error);
  }
}

function showTouch() {
  const broken = isBroken();
  document.body.classList.toggle("broken", broken);
  const note = byId("broken");
  if (!broken) {
    inTouchAt = Date.now();
  }
  const text = `Out of touch with this server since ${clock(new Date(inTouchAt))}. All below is as of then, and may have changed.`;
  if (note.hidden === broken) {
    note.hidden = !broken;
    note.textContent = broken ? text : "";
  }
}

async function checkHealth() {
  if (document.hidden || !byId("login").hidden) {
    return;
  }
  try {
    const nodes = await get("/v1/nodes");
    if (healthBroken || !page.nodes) {
      nextRefresh = 0;
    }
    page.nodes = nodes;
    healthBroken = false;
    showHealth(nodes);
    view?.health?.();
  } catch (error) {
    if (error.status === 401) {
      askForToken(error);
      return;
    }
    healthBroken = true;
  }
  showTouch();
}

function showHealth(nodes) {
  const line = byId("health");
  line.className = nodes.health;
  if (line.textContent !== nodes.sentence) {
    line.textContent = nodes.sentence;
  }
  const self = nodes.self;
  const trails = nodes.servers.find((server) => server.server === self.server)?.trails_by_entries;
  const role = self.role === "none" ? "knows no leader" : self.role;
  const behind = trails === undefined || self.role === "none" ? "" : trails === 0 ? ", up to date" : `, ${count(trails, "entry", "entries")} behind`;
  byId("self").textContent = visible(`as server ${self.server} sees it (${role}${behind})`);
}

const stream = eventStream({
  hear,
  began(anew) {
    if (anew && (page.heard.length > 0 || streamBroken)) {
      hear("gap", { msg: "The stream was interrupted; events may be missing here." });
    }
    nextRefresh = streamBroken ? 0 : nextRefresh;
    page.streamRefused = "";
    streamBroken = false;
    showTouch();
  },
  broke(error) {
    const answered = error?.status > 0;
    page.streamRefused = answered ? error.message : "";
    streamBroken = !answered;
    if (error?.status === 401) {
      askForToken(error);
    } else {
      showTouch();
    }
  },
});

function hear(event, data) {
  const heard = { at: new Date(), event, ...data };
  page.heard.unshift(heard);
  page.heard.length = Math.min(page.heard.length, EVENTS_MAX);
  view?.heard?.(heard);
}

// Who looks at the page.

function askForToken(error) {
  stream.stop();
  viewBroken = false;
  streamBroken = false;
  healthBroken = false;
  showTouch();
  const form = byId("login");
  if (form.hidden) {
    form.hidden = false;
    byId("user").hidden = true;
    byId("health").className = "";
    byId("health").textContent = error?.code === "AUTH_FAILED" ? visible(error.message) : "Log in to see the cluster.";
    byId("content").replaceChildren(el("p", { class: "note" },
      "This cluster has users. Give the token of one; this page keeps it in memory only, until you close or reload it."));
    view = null;
    viewName = "";
    byId("token").focus();
  }
}

async function start() {
  try {
    page.me = await get("/v1/me");
    byId("user").hidden = !page.me.user;
    byId("user").firstElementChild.textContent = page.me.user;
  } catch (error) {
    if (error.status === 401) {
      askForToken(error);
      return;
    }
    healthBroken = true;
    showTouch();
    setTimeout(start, RECONNECT_MILLIS);
    return;
  }
  stream.start();
  await checkHealth();
  route();
}

byId("login").addEventListener("submit", (event) => {
  event.preventDefault();
  logIn(byId("token").value.trim());
  byId("token").value = "";
  byId("login").hidden = true;
  start();
});

byId("user").querySelector("button").addEventListener("click", () => {
  logIn("");
  page.heard.length = 0;
  page.nodes = null;
  byId("self").textContent = "";
  askForToken();
});

// A page that nobody looks at asks for nothing. When somebody does again, it begins anew.
document.addEventListener("visibilitychange", () => {
  if (!byId("login").hidden) {
    return;
  }
  if (document.hidden) {
    stream.stop();
    streamBroken = true;
    showTouch();
  } else {
    stream.start();
    checkHealth();
    nextRefresh = 0;
  }
});

addEventListener("hashchange", route);
setInterval(beat, 250);
setInterval(() => isBroken() || tick(Date.now()), 1_000);
setInterval(checkHealth, HEALTH_MILLIS);
start();
