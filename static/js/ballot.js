// My choices: what the board says they are, and what I did since.
//
// A tap shows at once, waits in a queue that outlives the page, and is sent until the board says yes
// or no. What the page shows is always the board's word with the queue played on top of it.

import { page, wire } from "./live.js";
import { say, waitingFor } from "./notices.js";
import { Queue } from "./queue.js";
import { layOver } from "./tallies.js";
import { t } from "./words.js";

const AGAIN = 3000; // ms before an ask is sent again that the board could not take just now
const UNANSWERED = 8000; // ms after which a wire that says nothing is no wire
const PATIENT = 40000; // ms: it may also be a very slow one
const SAVED = 1600; // ms that "Saved" stands beside a vote
const REASON = 20000; // ms that a refusal stands on its card
const SETTLING = 400; // ms in which the board's word follows what another tab was told

const queue = new Queue(page.camp, page.me);
let truth = { seq: page.seq, ballot: page.ballot };
let past = [truth]; // my ballots since the one that the numbers on this page count
let next = 1;
let greeted = false; // whether this wire has said what my ballot is
let patience = UNANSWERED;
const flying = new Map(); // the asks this wire carries, by their number
const saved = new Set();
const refusals = new Map();
const watchers = [];
let drawn = []; // the asks that are laid over what the board said
let settling = 0;

export const mine = () => queue.all().reduce(play, truth.ballot);

// Calls `watcher(ballot)` whenever it may have changed.
export function onBallot(watcher) {
  watchers.push(watcher);
  watcher(mine());
}

export function vote(topic) {
  if (page.budget && mine().length >= page.budget) {
    refuse(topic, t("All {n} of your votes are given. Take one back to give it here.", { n: page.budget }));
    return;
  }
  ask({ t: "vote", topic });
}

export function unvote(topic) {
  ask({ t: "unvote", topic });
}

// Puts the topics of my ballot in this order; whatever else is on it by then follows behind.
export function order(topics) {
  ask({ t: "order", topics });
}

function ask(what) {
  refusals.delete(what.topic);
  saved.delete(what.topic);
  queue.add(what);
  sendAll();
  show();
}

function sendAll() {
  if (!wire.open || !greeted) return;
  const carried = new Set([...flying.values()].map(({ key }) => key));
  for (const each of queue.own()) if (!carried.has(each.key)) send(each);
}

function send(each) {
  const what = each.topic ? { t: each.t, topic: each.topic } : { t: "ballot", topics: each.topics, rest: true };
  const n = next;
  next += 1;
  if (!wire.send({ n, ...what })) return;
  flying.set(n, each);
  setTimeout(() => {
    if (!flying.has(n) || !wire.open) return;
    patience = Math.min(patience * 2, PATIENT);
    wire.doubt();
  }, patience);
}

wire.errands.push(() => queue.all().length);
wire.addEventListener("open", () => {
  greeted = false;
  flying.clear();
  setTimeout(greet, AGAIN); // where it knows no ballot of mine, it will say so
});

function greet() {
  if (greeted) return;
  greeted = true;
  sendAll();
}

wire.addEventListener("frame", ({ detail: frame }) => {
  if (frame.t === "mine") {
    if (frame.seq === undefined || frame.seq >= truth.seq) learn(frame);
    greet();
  } else if (frame.t === "ok" && flying.has(frame.n)) {
    const done = landed(frame.n);
    // The board's own word comes with the next frame; until then, ours is as good.
    learn({ seq: Math.max(frame.seq, truth.seq), ballot: play(truth.ballot, done) });
    if (done.topic) sayFor(saved, done.topic, SAVED);
  } else if (frame.t === "no" && flying.has(frame.n)) {
    if (frame.status >= 500 || frame.status === 429) {
      flying.delete(frame.n);
      setTimeout(sendAll, AGAIN + Math.random() * AGAIN);
      return;
    }
    refuse(landed(frame.n).topic, frame.detail);
  } else {
    return;
  }
  sendAll();
  show();
});

// What another tab settled stays in view until the board's word comes here too.
queue.watch(() => {
  const asks = queue.all();
  const keys = new Set(asks.map(({ key }) => key));
  if (drawn.every(({ key }) => keys.has(key))) draw(asks);
  else settling = setTimeout(show, SETTLING);
  setTimeout(sendAll, 100 + Math.random() * 900); // one tab takes over what a closed one left
});

function learn({ seq = truth.seq, ballot }) {
  truth = { seq, ballot };
  past = [...past.filter((other) => other.seq < seq), truth];
}

// My ballot as the numbers on this page count it.
function counted() {
  while (past.length > 1 && past[1].seq <= wire.seq) past.shift();
  return past[0].ballot;
}

function landed(n) {
  const done = flying.get(n);
  flying.delete(n);
  patience = UNANSWERED;
  queue.remove(done);
  return done;
}

function play(ballot, { t: what, topic, topics }) {
  if (what === "vote") return ballot.includes(topic) ? ballot : [...ballot, topic];
  if (what === "unvote") return ballot.filter((other) => other !== topic);
  const known = topics.filter((each) => ballot.includes(each));
  return [...known, ...ballot.filter((each) => !known.includes(each))];
}

function refuse(topic, sentence) {
  say(sentence, { kind: "refused", stay: 9000 });
  if (!topic) return;
  sayFor(refusals, topic, REASON, sentence);
  show();
}

// Keeps a word about a topic for a while.
function sayFor(words, topic, long, sentence) {
  if (words instanceof Map) words.set(topic, sentence);
  else words.add(topic);
  setTimeout(() => {
    words.delete(topic);
    show();
  }, long);
}

// On the page

// board/live/words.py says the same.
export function ordinal(place) {
  if (!place) return "";
  const [one, ten] = [place % 10, place % 100];
  if (place === 1) return t("1st choice");
  if (one === 1 && ten !== 11) return t("{n}st choice", { n: place });
  if (one === 2 && ten !== 12) return t("{n}nd choice", { n: place });
  if (one === 3 && ten !== 13) return t("{n}rd choice", { n: place });
  return t("{n}th choice", { n: place });
}

export function show() {
  clearTimeout(settling);
  draw(queue.all());
}

function draw(asks) {
  drawn = asks;
  const ballot = asks.reduce(play, truth.ballot);
  const waiting = new Set(asks.map(({ topic }) => topic));
  const places = new Map(ballot.map((topic, at) => [topic, at + 1]));
  for (const own of document.querySelectorAll("[data-own]")) {
    const topic = own.dataset.own;
    drawVote(own, places.get(topic) || 0);
    drawState(own, waiting.has(topic), saved.has(topic));
    if (refusals.has(topic) || "refused" in own.dataset) drawRefusal(own, refusals.get(topic));
  }
  for (const cell of document.querySelectorAll(".cell[data-topic]")) {
    flag(cell, "mine", places.has(cell.dataset.topic));
  }
  for (const count of document.querySelectorAll("[data-mine-count]")) {
    write(count, String(ballot.length || ""));
  }
  layOver(ballot, counted());
  waitingFor(asks.length);
  for (const watcher of watchers) watcher(ballot);
}

function drawVote(own, place) {
  const button = own.querySelector("button");
  const pressed = String(place > 0);
  write(own.querySelector(".place"), ordinal(place));
  if (button.getAttribute("aria-pressed") === pressed) return;
  button.name = place ? "unvote" : "vote";
  button.setAttribute("aria-pressed", pressed);
}

function drawState(own, pending, done) {
  flag(own, "pending", pending);
  flag(own, "saved", done && !pending);
  const words = pending ? (wire.state === "live" ? t("Saving…") : t("Waiting")) : done ? t("Saved") : "";
  write(own.querySelector(".vote-state"), words);
}

function drawRefusal(own, sentence) {
  const card = own.closest(".card");
  flag(own, "refused", Boolean(sentence));
  if (!card) return;
  const there = card.querySelector(".refusal");
  if (!sentence) {
    if (there) there.remove();
    return;
  }
  const note = there || card.appendChild(document.createElement("p"));
  note.className = "refusal";
  write(note, sentence);
}

function flag(element, name, on) {
  if (on === name in element.dataset) return;
  if (on) element.dataset[name] = "";
  else delete element.dataset[name];
}

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

let stale = false; // whether there are elements that have not been marked as mine yet
document.addEventListener("board:put", () => (stale = true));
document.addEventListener("board:patched", ({ detail }) => {
  if (stale || (detail && detail.drawn)) show();
  else layOver(mine(), counted());
  stale = false;
});
wire.addEventListener("state", show);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-own] button");
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-pressed") === "true") unvote(button.value);
  else vote(button.value);
});
document.documentElement.dataset.js = "";
show();
