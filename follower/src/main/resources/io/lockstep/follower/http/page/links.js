// From a lock to its session and back.

import { el } from "./dom.js";

export function lockLink(name, page) {
  return el("a", { href: page.hash("locks", { prefix: name, open: name }) }, name);
}

/** A link to a session; the content is its number, or what else names it. Without a number there is no link. */
export function sessionLink(session, page, content = session) {
  return session === undefined ? content : el("a", { href: page.hash("sessions", { open: session }) }, content);
}
