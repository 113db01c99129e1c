// The projector's page: goes through its programme by itself, tells the time, and shows what moves.
//
// Keys: arrows turn the pages (in the spotlight, the topics), space holds a page, f fills the screen.

import { page, wire } from "./live.js";
import { watchFreshness } from "./lobby-fresh.js";
import { tellMoment } from "./lobby-moment.js";
import { watchMoves } from "./lobby-moves.js";
import { watchNews } from "./lobby-news.js";
import { Program } from "./lobby-program.js";
import { runTicker } from "./lobby-ticker.js";
import { tellWhy } from "./lobby-why.js";
import { clockOf, markPeriods } from "./periods.js";
import { language } from "./words.js";

const root = document.documentElement;
root.dataset.js = "";
const wall = document.getElementById("wall");
const clock = clockOf(page.zone);
const now = () => Date.now() + wire.skew;
const program = new Program(wall, page.only);

watchMoves(program);
watchFreshness(wire, clock);
watchNews(now);
runTicker();
tellWhy(program);
markPeriods(page, wire);

document.addEventListener("board:set", ({ detail }) => {
  if ("placed" in detail.values) wall.dataset.placed = detail.values.placed;
});
document.addEventListener("board:put", ({ detail }) => {
  if (detail.id === "grid") wall.dataset.slots = detail.element.dataset.slots;
  if (detail.id === "status") wall.toggleAttribute("data-hushed", "hushed" in detail.element.dataset);
});
document.addEventListener("board:patched", tick);

function tick() {
  program.tick(Date.now());
  document.getElementById("clock").textContent = clock(now()).text;
  tellMoment(page, clock(now()));
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const forward = root.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (/^Arrow(Left|Right)$|^Page(Up|Down)$/.test(event.key)) {
    turn(event.key === forward || event.key === "PageDown" ? 1 : -1);
  } else if (event.key === " ") {
    program.hold();
  } else if (event.key === "f" && root.requestFullscreen) {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen().catch(() => {});
  } else {
    return;
  }
  event.preventDefault();
});

function turn(by) {
  const spot = document.getElementById("spotlight");
  if (wall.dataset.scene !== "spotlight" || !spot.dataset.next) program.turn(by);
  else look(by > 0 ? spot.dataset.next : spot.dataset.previous);
}

// Another topic in this projector's own spotlight, until the organisers' remote says otherwise.
let theirs = document.getElementById("spotlight").dataset.topic;
let own = "";

document.addEventListener("board:put", ({ detail }) => {
  if (detail.id !== "spotlight") return;
  const { topic } = detail.element.dataset;
  if (own && topic === theirs && detail.old) {
    detail.element.replaceWith(detail.old); // theirs is the same, with other neighbours
    look(own);
    return;
  }
  [theirs, own] = [topic, ""];
});

async function look(topic) {
  own = topic;
  try {
    const answer = await fetch(`/c/${page.camp}/lobby?mode=spotlight&topic=${topic}&lang=${language}`);
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("spotlight");
    if (answer.ok && fresh) document.getElementById("spotlight").replaceWith(fresh);
  } catch {
    // cut off: the topic stays
  }
}

// Where the browser offers it (HTTPS), the screen doesn't go dark.
async function stayAwake() {
  if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // a laptop that saves its battery may say no
  }
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
setInterval(tick, 1000);
tick();
