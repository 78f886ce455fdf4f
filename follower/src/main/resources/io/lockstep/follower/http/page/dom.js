// Elements and words. Everything that a server or a client named is put in as text, never as HTML.

/** An element. Properties that start with "on" are listeners; null and false leave an attribute out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined).map(shown));
  return element;
}

/** Control characters, and those that change the direction of the text around them, would lie about a name. */
function shown(child) {
  return child instanceof Node ? child : visible(String(child));
}

export function visible(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

const whole = new Intl.NumberFormat("en");

export function count(number, one, many = one + "s") {
  return `${whole.format(number)} ${number === 1 ? one : many}`;
}

export function number(value) {
  return whole.format(value);
}

/** Such as "4 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function duration(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const parts = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = parts.findIndex(([, length]) => seconds >= length);
  if (first < 0) {
    return "0 s";
  }
  let left = seconds;
  const words = [];
  for (const [unit, length] of parts.slice(first, first + 2)) {
    words.push(`${Math.floor(left / length)} ${unit}`);
    left %= length;
  }
  return words.filter((word) => !word.startsWith("0 ")).join(" ");
}

export function lasts(millis) {
  return millis === undefined ? "" : duration(millis);
}

/** Only the leader knows how much of the lease of a client is left. */
export function lease(row) {
  return row.lease_ms === undefined ? lasts(row.ttl_ms)
    : row.ttl_ms === undefined ? `${lasts(row.lease_ms)} left`
    : `${lasts(row.lease_ms)} left of ${lasts(row.ttl_ms)}`;
}

export function clock(date) {
  return date.toLocaleTimeString("en-GB");
}

/** A time of the protocol, which is in UTC, to the second. */
export function moment(utc) {
  return el("time", { datetime: utc }, utc.replace("T", " ").replace(/\.\d+Z$/, " UTC"));
}

/** The client that a row names: its label, if it has one, and its number. */
export function client(row) {
  return row.label ? el("span", {}, row.label, " ", el("span", { class: "quiet" }, `#${row.owner}`)) : `#${row.owner}`;
}

/**
 * A time that goes on: tick() shows it as of now. It stands still while the page is out of touch, because nobody knows
 * then whether it goes on.
 */
export function since(millis, receivedAt) {
  return el("time", { class: "ticking", "data-from": String(receivedAt - millis) }, duration(millis));
}

export function tick(now) {
  for (const each of document.querySelectorAll("time.ticking")) {
    const text = duration(now - Number(each.dataset.from));
    if (each.textContent !== text) {
      each.textContent = text;
    }
  }
}

/** A table in a box of its own that scrolls, so that the page never does sideways. */
export function table(caption, headers, rows) {
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    el("table", {},
      el("caption", { class: "hidden" }, caption),
      el("thead", {}, el("tr", {}, headers.map((header) => el("th", { scope: "col" }, header)))),
      el("tbody", {}, rows)));
}

/** A cell that has its header beside it on a narrow screen. */
export function cell(header, content, properties = {}) {
  return el("td", { "data-header": header, ...properties }, content);
}

/** Puts new rows around the open one, which stays where it is if it is there: what is typed into it keeps the focus. */
export function patch(body, rows, kept) {
  if (!kept || kept.parentNode !== body) {
    body.replaceChildren(...rows);
    return;
  }
  [...body.children].filter((row) => row !== kept).forEach((row) => row.remove());
  const at = rows.indexOf(kept);
  kept.before(...rows.slice(0, at));
  kept.after(...rows.slice(at + 1));
}

/** A command to copy. */
export function command(text) {
  const said = el("span", { role: "status", class: "hidden" });
  const button = el("button", {
    type: "button",
    class: "plain",
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
        said.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy it";
      }
    },
  }, "Copy");
  return el("div", { class: "command" }, el("code", {}, text), button, said);
}

/** A word of a POSIX shell. */
export function quoted(word) {
  return /^[A-Za-z0-9_.\/:@%+=-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
}

/** The command line client, at the server of this page. */
export function lockstep(page, text) {
  const self = page.nodes?.servers.find((server) => server.server === page.nodes.self.server);
  return `${self?.address ? `lockstep -s ${self.address}` : "lockstep"} ${text}`;
}

/** What a view says when the server refuses it. */
export function refusal(error) {
  return el("p", { class: "note" }, error.message);
}

/** How a lock is held or asked for. */
export function mode(lock) {
  return lock.permits ? `${lock.permits} permits` : lock.mode ?? "";
}
