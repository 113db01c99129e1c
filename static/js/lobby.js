// The projector's page: turns its own pages, tells the time, and shows what has just moved.

import { page, wire } from "./live.js";
import { clockOf, markPeriods } from "./periods.js";

const EACH = 12000; // ms a screenful stays
const FRESH = 6000; // ms a change is lit
const ROOMS = 12; // rooms and slots of a screenful; static/css/lobby.css agrees
const SLOTS = 4;

const wall = document.getElementById("wall");
const dots = document.getElementById("dots");
const fresh = document.getElementById("fresh");
const clock = clockOf(page.zone);

let current = 0;
let turnAt = Date.now() + EACH;
let updated = Date.now();

function pages() {
  const grid = document.getElementById("grid");
  const across = Math.max(1, Math.ceil(Number(grid.dataset.slots) / SLOTS));
  const down = Math.max(1, Math.ceil(Number(grid.dataset.rooms) / ROOMS));
  const all = [];
  for (let column = 0; column < across; column += 1) {
    for (let row = 0; row < down; row += 1) all.push([column, row]);
  }
  return all;
}

function turn(by) {
  const all = pages();
  current = (current + by + all.length) % all.length;
  [wall.dataset.columns, wall.dataset.page] = all[current];
  if (dots.children.length !== all.length) {
    dots.replaceChildren(...all.map(() => Object.assign(document.createElement("span"), { className: "dot" })));
  }
  [...dots.children].forEach((dot, i) => dot.classList.toggle("on", i === current));
  if (by) turnAt = Date.now() + EACH;
}

addEventListener("keydown", ({ key }) => {
  if (key === "ArrowRight" || key === "PageDown") turn(1);
  if (key === "ArrowLeft" || key === "PageUp") turn(-1);
});

document.addEventListener("board:put", ({ detail }) => {
  if (!detail.element.classList.contains("cell") || !detail.old) return;
  const { topic } = detail.element.dataset;
  if (topic && topic !== detail.old.dataset.topic) light(detail.element);
});
document.addEventListener("board:set", ({ detail }) => {
  if ("placed" in detail.values) wall.dataset.placed = detail.values.placed;
});
document.addEventListener("board:patched", () => turn(0));
wire.addEventListener("frame", () => {
  updated = Date.now();
  tick();
});
wire.addEventListener("state", tick);

function light(element) {
  element.classList.add("lit");
  setTimeout(() => element.classList.remove("lit"), FRESH);
}

function tick() {
  const now = Date.now();
  document.getElementById("clock").textContent = clock(now + wire.skew).text;
  const last = clock(updated + wire.skew).text;
  fresh.textContent = wire.state === "cut" ? `Reconnecting… last updated ${last}` : `Updated ${last}`;
  if (now >= turnAt) turn(1);
  wall.style.setProperty("--left", String(Math.max(0, (turnAt - now) / EACH)));
}

turn(0);
markPeriods(page, wire);
setInterval(tick, 1000);
tick();
