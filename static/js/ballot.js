// My choices: what the board says they are, and what I did since.
//
// A tap shows at once, waits in a queue that survives a reload, and is sent until the board says yes
// or no. What the page shows is always the board's word with the queue played on top of it.

import { say } from "./notices.js";
import { page, wire } from "./live.js";

const store = `board:${page.camp}:${page.me}`;
const AGAIN = 3000; // ms before an ask is sent again that the board could not take just now

let truth = { seq: page.seq, ballot: page.ballot };
let { queue, next } = remembered();
const watchers = [];

export const mine = () => queue.reduce(play, truth.ballot);

// Calls `watcher(ballot)` whenever it may have changed.
export function onBallot(watcher) {
  watchers.push(watcher);
  watcher(mine());
}

export function vote(topic) {
  if (page.budget && mine().length >= page.budget) {
    refuse(topic, `All ${page.budget} of your votes are given. Take one back to give it here.`);
    return;
  }
  ask({ t: "vote", topic });
}

export function unvote(topic) {
  ask({ t: "unvote", topic });
}

export function order(topics) {
  queue = queue.filter((waiting) => waiting.t !== "ballot" || waiting.sent);
  ask({ t: "ballot", topics });
}

function ask(what) {
  const numbered = { n: next, ...what };
  next += 1;
  queue.push(numbered);
  remember();
  send(numbered);
  show();
}

function send(numbered) {
  const { sent, ...plain } = numbered;
  if (wire.send(plain)) numbered.sent = true;
}

function sendAll() {
  for (const numbered of queue) send(numbered);
}

wire.addEventListener("open", sendAll);
wire.addEventListener("frame", ({ detail: frame }) => {
  if (frame.t === "mine") {
    if (frame.seq === undefined || frame.seq >= truth.seq) truth = frame;
  } else if (frame.t === "ok") {
    const done = taken(frame.n);
    // The board's own word comes with the next frame; until then, ours is as good.
    if (done) truth = { seq: Math.max(frame.seq, truth.seq), ballot: play(truth.ballot, done) };
  } else if (frame.t === "no") {
    if (frame.status >= 500 || frame.status === 429) {
      setTimeout(sendAll, AGAIN + Math.random() * AGAIN);
      return;
    }
    const done = taken(frame.n);
    if (done) refuse(done.topic, frame.detail);
  } else {
    return;
  }
  show();
});

function taken(n) {
  const done = queue.find((waiting) => waiting.n === n);
  queue = queue.filter((waiting) => waiting !== done);
  remember();
  return done;
}

function play(ballot, { t, topic, topics }) {
  if (t === "vote") return ballot.includes(topic) ? ballot : [...ballot, topic];
  if (t === "unvote") return ballot.filter((other) => other !== topic);
  return topics;
}

function refuse(topic, sentence) {
  say(sentence, { kind: "refused", stay: 9000 });
  const own = topic && document.querySelector(`[data-own="${CSS.escape(topic)}"]`);
  if (!own) return;
  own.dataset.refused = "";
  setTimeout(() => delete own.dataset.refused, 1500);
}

// What is waiting survives a reload where the browser lets us keep things.

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(store));
    if (kept && Array.isArray(kept.queue)) {
      return { queue: kept.queue.map(({ sent, ...ask }) => ask), next: kept.next };
    }
  } catch {
    // no storage here: the queue lives as long as the page
  }
  return { queue: [], next: 1 };
}

function remember() {
  try {
    localStorage.setItem(store, JSON.stringify({ queue, next }));
  } catch {
    // as above
  }
}

// On the page

export function ordinal(place) {
  if (!place) return "";
  const teen = [11, 12, 13].includes(place % 100);
  return `${place}${(!teen && { 1: "st", 2: "nd", 3: "rd" }[place % 10]) || "th"} choice`;
}

export function show() {
  const ballot = mine();
  const waiting = new Set(queue.map(({ topic }) => topic));
  for (const own of document.querySelectorAll("[data-own]")) {
    const topic = own.dataset.own;
    const place = ballot.indexOf(topic) + 1;
    const button = own.querySelector("button");
    own.querySelector(".place").textContent = ordinal(place);
    button.name = place ? "unvote" : "vote";
    button.setAttribute("aria-pressed", String(place > 0));
    if (waiting.has(topic)) own.dataset.pending = "";
    else delete own.dataset.pending;
  }
  for (const cell of document.querySelectorAll(".cell[data-topic]")) {
    if (ballot.includes(cell.dataset.topic)) cell.dataset.mine = "";
    else delete cell.dataset.mine;
  }
  for (const count of document.querySelectorAll("[data-mine-count]")) {
    count.textContent = ballot.length || "";
  }
  for (const watcher of watchers) watcher(ballot);
}

document.addEventListener("board:patched", show);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-own] button");
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-pressed") === "true") unvote(button.value);
  else vote(button.value);
});
document.documentElement.dataset.js = "";
show();
