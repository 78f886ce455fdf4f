// How the page asks its server. The token of the user is in this module's memory only, and gone with the page.

let token = "";

export function logIn(given) {
  token = given;
}

/** What the server refused, or that it could not be asked: then status is 0. */
export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const PATIENCE_MILLIS = 10_000;

function headers(more = {}) {
  return token ? { Authorization: "Bearer " + token, ...more } : more;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MILLIS), ...options });
    return await read(response);
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(0, "BROKEN", "The server does not answer.");
  }
}

async function read(response) {
  const body = await response.json();
  if (!response.ok) {
    throw new Refused(response.status, body.error, body.message ?? response.statusText);
  }
  return body;
}

export function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return ask(query ? `${path}?${query}` : path, { headers: headers() });
}

export function post(path, body) {
  return ask(path, { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(body) });
}

export function lockPath(name) {
  return "/v1/locks/" + encodeURIComponent(name);
}

/** A server that sends nothing for this long has gone: it sends a comment every 4 s. */
const SILENT_MILLIS_MAX = 10_000;

/**
 * Reads server-sent events with fetch, as EventSource sends no token. Ends with the stream, by an exception if it broke.
 *
 * @param heard called for each event, with its name and its data
 */
export async function events(parameters, heard, signal) {
  const broken = new AbortController();
  signal.addEventListener("abort", () => broken.abort());
  let watchdog = setTimeout(() => broken.abort(), SILENT_MILLIS_MAX);
  try {
    const response = await fetch("/v1/events?" + new URLSearchParams(parameters), {
      headers: headers(), cache: "no-store", signal: broken.signal,
    });
    if (!response.ok) {
      await read(response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => broken.abort(), SILENT_MILLIS_MAX);
      const blocks = (text + part.value).split("\n\n");
      text = blocks.pop();
      blocks.forEach((block) => dispatch(block, heard));
    }
  } finally {
    clearTimeout(watchdog);
  }
}

function dispatch(block, heard) {
  const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s, 2)));
  if (fields.event) {
    heard(fields.event, JSON.parse(fields.data));
  }
}
