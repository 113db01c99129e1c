// Pitches that could not be sent: kept on this phone, and sent from any page of the camp once the
// board can be reached. Sending one twice pitches it once, for its id was drawn with the form.

import { page, wire } from "./live.js";
import { say } from "./notices.js";
import { t, tn } from "./words.js";

const place = `board:${page.camp}:${page.me}:pitches`;
const path = `/c/${page.camp}/topics`;
const LONGEST = 10000; // ms an answer may take
const AGAIN = 5000; // ms between tries

let memory = []; // where nothing can be kept
let note = null;
let busy = false;

// Whether what is kept outlives the page.
export const safe = (() => {
  try {
    localStorage.setItem(`${place}?`, "1");
    localStorage.removeItem(`${place}?`);
    return true;
  } catch {
    return false;
  }
})();

export function waiting() {
  if (!safe) return memory;
  try {
    return JSON.parse(localStorage.getItem(place)) || [];
  } catch {
    return [];
  }
}

export function keep(fields) {
  store([...waiting().filter((other) => idOf(other) !== idOf(fields)), fields]);
}

// Takes a pitch out again, to be changed.
export function take(topic) {
  const found = waiting().find((fields) => idOf(fields) === topic);
  store(waiting().filter((fields) => idOf(fields) !== topic));
  return found;
}

// {ok: true, at} where it went well, {again: true} where the board can't be reached, else {detail}.
export async function post(to, fields) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST);
  try {
    const response = await fetch(to, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
      signal: stop.signal,
    });
    if (response.status >= 500 || response.status === 429) return { again: true };
    return { ok: response.ok, status: response.status, ...(await response.json()) };
  } catch {
    return { again: true };
  } finally {
    clearTimeout(timer);
  }
}

export async function sendAll() {
  if (busy) return;
  busy = true;
  for (const fields of waiting()) {
    const answer = await post(path, fields);
    if (answer.again) break;
    if (!waiting().some((other) => idOf(other) === idOf(fields))) continue; // another tab had it, or it is changed
    take(idOf(fields));
    if (answer.ok) sent(fields, answer.at);
    else refused(fields, answer.detail);
  }
  busy = false;
  show();
}

export const idOf = (fields) => valueOf(fields, "topic");

export function valueOf(fields, name) {
  const found = fields.find(([named]) => named === name);
  return found ? found[1] : "";
}

function store(pitches) {
  memory = pitches;
  try {
    if (pitches.length) localStorage.setItem(place, JSON.stringify(pitches));
    else localStorage.removeItem(place);
  } catch {
    // it lives as long as the page
  }
}

function sent(fields, at) {
  const title = valueOf(fields, "title");
  document.dispatchEvent(new CustomEvent("board:pitched", { detail: { topic: idOf(fields), at } }));
  link(say(t("“{title}” is on the board now.", { title }), { kind: "said", stay: 12000 }), at, t("Look at it"));
}

function refused(fields, why) {
  import("./draft.js").then(({ keepDraft }) => keepDraft(fields)); // few ever need it
  const title = valueOf(fields, "title");
  const told = say(t("“{title}” could not go up: {why} It is kept for you to change.", { title, why }), {
    kind: "refused",
    stay: 0,
  });
  link(told, `/c/${page.camp}/pitch`, t("Change it"));
}

function link(told, href, words) {
  const to = document.createElement("a");
  to.href = href;
  to.textContent = words;
  told.append(" ", to);
}

function show() {
  const count = waiting().length;
  const here = document.querySelector("[data-kept]:not([hidden])"); // the pitch page says it itself
  if (note) note.remove();
  note = null;
  if (!count || here) return;
  note = say(
    tn(
      count,
      "A pitch of yours waits on this phone until the board can be reached.",
      "{n} pitches of yours wait on this phone until the board can be reached.",
    ),
    { kind: "cut", stay: 0 },
  );
}

wire.addEventListener("open", sendAll);
addEventListener("online", sendAll);
setInterval(() => waiting().length && sendAll(), AGAIN);
if (waiting().length) sendAll();
