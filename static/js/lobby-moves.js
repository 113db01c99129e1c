// What moves on the projector: cards glide to where they go, and a page that comes round again marks
// what has changed on it since it was last shown, with where it came from.

import { keepSteady } from "./live.js";
import { t, tn } from "./words.js";

const MOST = 6; // cards gliding at once; more would be a swarm
const GLIDE = { duration: 900, easing: "cubic-bezier(0.3, 0, 0.2, 1)" };
const MARKED = 30000; // ms a change stays marked where no page turns
const SUM = 20000; // ms between two sentences for screen readers

const still = matchMedia("(prefers-reduced-motion: reduce)");
const fresh = new Map(); // a changed cell's id → what it came from, in words ("": nowhere), until it was shown
let put = []; // the cells that the patch at work has replaced
let moved = 0;

export function watchMoves(program) {
  keepSteady((change) => {
    const lists = [...document.querySelectorAll("#wanted, #rising")].map(places);
    const where = cellsByTopic();
    put = [];
    change();
    lists.forEach(glideInList);
    glideOnGrid(changes(where));
  });
  document.addEventListener("board:put", ({ detail }) => {
    if (detail.old && detail.element.classList.contains("cell")) put.push(detail);
  });
  document.addEventListener("lobby:turned", () => {
    for (const cell of document.querySelectorAll(".cell.lit")) settle(cell);
    mark();
  });
  setInterval(tellSum, SUM);
  setInterval(() => {
    if (program.steps.length < 2 || program.paused) forgetOld();
  }, 5000);
}

// The sessions that came into a cell with this patch: {cell, from}, `from` being a cell's id.
function changes(where) {
  const news = [];
  for (const { id, element, old } of put) {
    const { topic } = element.dataset;
    if (!topic) fresh.delete(id);
    if (!topic || topic === old.dataset.topic) continue;
    const left = (where.get(topic) || []).find((cell) => holds(cell) !== topic);
    news.push({ cell: element, from: left });
    fresh.set(id, { words: left ? placeOf(left) : "", at: Date.now() });
  }
  moved += news.filter(({ from }) => from).length;
  if (put.length) mark();
  return news;
}

function cellsByTopic() {
  const where = new Map();
  for (const cell of document.querySelectorAll("#grid .taken")) {
    const { topic } = cell.dataset;
    where.set(topic, [...(where.get(topic) || []), cell.id]);
  }
  return where;
}

function holds(id) {
  const cell = document.getElementById(id);
  return cell ? cell.dataset.topic : "";
}

// "10:35 Gym", as the grid itself says it.
export function placeOf(id) {
  const row = document.getElementById(id).parentElement;
  const time = row.closest(".slot").querySelector(".slot-time").textContent.split("–")[0];
  return `${time} ${row.querySelector(".room-name").textContent}`;
}

function mark() {
  for (const [id, { words }] of fresh) {
    const cell = document.getElementById(id);
    if (!cell || !cell.getClientRects().length) continue;
    cell.classList.add("lit");
    if (!words || cell.querySelector(".cell-from")) continue;
    const from = document.createElement("span");
    from.className = "cell-from";
    from.textContent = t("was {place}", { place: words });
    cell.append(from);
  }
}

function settle(cell) {
  fresh.delete(cell.id);
  cell.classList.remove("lit");
  const from = cell.querySelector(".cell-from");
  if (from) from.remove();
}

function forgetOld() {
  for (const cell of document.querySelectorAll(".cell.lit")) {
    const { at = 0 } = fresh.get(cell.id) || {};
    if (Date.now() - at > MARKED) settle(cell);
  }
}

// All is measured, then all is set going: the page is laid out once.
function glideOnGrid(news) {
  const glides = news
    .filter(({ from }) => from && document.getElementById(from))
    .map(({ cell, from }) => ({ cell, to: cell.getBoundingClientRect(), from: document.getElementById(from).getBoundingClientRect() }))
    .filter(({ to, from }) => to.width && from.width);
  for (const { cell, to, from } of glides.slice(0, MOST)) glide(cell, from.left - to.left, from.top - to.top);
}

function places(list) {
  const tops = new Map();
  if (list.getClientRects().length) {
    for (const item of list.children) tops.set(item.dataset.topic, item.getBoundingClientRect().top);
  }
  return { id: list.id, tops };
}

function glideInList({ id, tops }) {
  const list = document.getElementById(id);
  if (!list || !tops.size) return;
  const glides = [...list.children]
    .filter((item) => tops.has(item.dataset.topic))
    .map((item) => ({ item, by: tops.get(item.dataset.topic) - item.getBoundingClientRect().top }))
    .filter(({ by }) => Math.abs(by) > 2);
  for (const { item, by } of glides.slice(0, MOST)) glide(item, 0, by);
}

function glide(element, x, y) {
  if (still.matches || !element.animate) return;
  element.classList.add("gliding");
  const going = element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], GLIDE);
  going.onfinish = going.oncancel = () => element.classList.remove("gliding");
}

function tellSum() {
  if (moved) document.getElementById("told").textContent = tn(moved, "1 session moved.", "{n} sessions moved.");
  moved = 0;
}
