// Moving sessions on the grid: by dragging, or by picking one up and choosing its place.
//
// A patch may replace every square at any time, so a move remembers what is moved, never an element.

import { at, caughtUp, once, post, tell } from "./console-posts.js";
import { say } from "./notices.js";
import { t } from "./words.js";

const FAR = 6; // px a pointer moves before it drags
const EDGE = 56; // px from the wall's edges in which it scrolls while dragging
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

let held = null; // {topic, slot, room, title, needs, notIn}
let target = ""; // id of the square it would go to
let drag = null; // {x, y, ghost} once a pointer is down
let dragged = false; // so that the click after a drag does nothing

const wall = () => document.getElementById("desk-grid");
const bar = document.getElementById("moving");
const spoken = document.getElementById("moving-said"); // the bar in words, for those who listen

// Picking up, choosing, putting down

function pick(square) {
  held = what(square);
  aim(square.id);
}

function what({ dataset: { topic, slot, room, title, needs, notIn } }) {
  return { topic, slot, room, title, needs: split(needs), notIn: split(notIn) };
}

function split(words) {
  return words ? words.split(",") : [];
}

function release() {
  held = null;
  target = "";
  bar.hidden = true;
  spoken.textContent = "";
  mark();
}

function aim(id) {
  target = id;
  mark();
  const square = document.getElementById(id);
  if (!held || !square) return;
  const row = square.parentElement.querySelector("th").firstElementChild.textContent;
  const column = wall().querySelectorAll("th.slot .slot-name")[squares(square.parentElement).indexOf(square)].textContent;
  const first = bar.hidden;
  const place = t("{room}, {slot}: {prospect}.", { room: row, slot: column, prospect: prospect(square) });
  bar.hidden = false;
  bar.querySelector("strong").textContent = held.title;
  bar.querySelector(".aim").textContent = `${document.dir === "rtl" ? "←" : "→"} ${place}`;
  bar.querySelector("[data-put]").disabled = same(square) || Boolean(obstacle(square));
  if (!drag) spoken.textContent = first ? t("Moving {topic}. Arrow keys choose a place, Enter puts it there, Escape leaves it. {place}", { topic: held.title, place }) : place;
}

bar.querySelector("[data-cancel]").addEventListener("click", () => cancel());
bar.querySelector("[data-put]").addEventListener("click", () => drop(document.getElementById(target), { focus: true }));
bar.querySelector("[data-next]").addEventListener("click", () => {
  const next = nextFree();
  if (!next) {
    say(t("No place that would do is free."));
    return;
  }
  aim(next.id);
  next.scrollIntoView({ block: "center", inline: "nearest" });
});

// The free place after the one aimed at that would do: down the slot, then on to the slots after it.
function nextFree() {
  const rows = [...wall().querySelectorAll("tbody tr")].map(squares);
  const all = (rows[0] || []).map((_, x) => rows.map((row) => row[x])).reduce((some, more) => some.concat(more), []);
  const at = all.findIndex((square) => square.id === target);
  const after = [...all.slice(at + 1), ...all.slice(0, at)];
  return after.find((square) => !square.dataset.topic && !obstacle(square));
}

// What would come of putting it there, as far as can be told here; the board decides.
function prospect(square) {
  if (same(square)) return t("where it is");
  const not = obstacle(square);
  if (not) return not;
  return square.dataset.title ? t("changes places with “{topic}”", { topic: square.dataset.title }) : t("free");
}

function obstacle(square) {
  if (square.classList.contains("shut")) return t("closed");
  if (held.notIn.includes(square.dataset.slot)) return t("its leads can’t make it");
  const features = split(square.parentElement.dataset.features);
  const missing = held.needs.find((need) => !features.includes(need));
  if (missing) return t("has no {feature}", { feature: missing });
  const pinned = square.classList.contains("pinned") && !same(square);
  return pinned ? t("“{topic}” is pinned there", { topic: square.dataset.title }) : "";
}

// Classes that say what is moved and where to; drawn anew after each patch.
function mark() {
  const grid = wall();
  if (!grid) return;
  grid.classList.toggle("choosing", Boolean(held));
  for (const square of grid.querySelectorAll(".square")) {
    square.classList.remove("from", "aimed");
    square.classList.toggle("unfit", Boolean(held && obstacle(square)));
  }
  if (!held) return;
  const from = source();
  const to = document.getElementById(target);
  if (from) from.classList.add("from");
  if (to) to.classList.add("aimed");
}

function source() {
  return wall().querySelector(`[data-topic="${CSS.escape(held.topic)}"][data-slot="${CSS.escape(held.slot)}"]`);
}

function same(square) {
  return square.dataset.slot === held.slot && square.dataset.room === held.room;
}

function cancel() {
  const { topic, slot, title } = held;
  release();
  spoken.textContent = t("{topic} stays where it was.", { topic: title });
  focusGrip(topic, slot);
}

async function drop(square, { focus = false } = {}) {
  const { topic, slot } = held;
  const to = square.dataset;
  const stays = same(square);
  release();
  if (stays) return focusGrip(topic, slot);
  square.classList.add("coming");
  const fields = { slot: to.slot, room: to.room, instead_of: slot, once: once(), back: "grid" };
  const answer = await post(at(`/topics/${topic}/sessions`), fields);
  if (answer.ok) await caughtUp(answer.seq);
  const there = document.getElementById(square.id);
  if (there) there.classList.remove("coming");
  if (answer.ok) tell(answer);
  else say(answer.detail, { kind: "refused", stay: 10000 });
  if (focus) focusGrip(topic, answer.ok ? to.slot : slot);
}

function focusGrip(topic, slot) {
  const grip = document.querySelector(`[data-key="${CSS.escape(`grip-${topic}-${slot}`)}"]`);
  if (grip) grip.focus();
}

// Keys and taps

document.addEventListener(
  "click",
  (event) => {
    if (dragged) {
      dragged = false;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const square = event.target.closest?.(".square");
    if (held) {
      if (!square) return;
      event.preventDefault();
      event.stopPropagation();
      drop(square, { focus: true });
    } else if (event.target.closest?.(".grip")) {
      pick(square);
      square.focus();
    }
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (!held) return;
  const here = document.getElementById(target);
  if (event.key === "Escape") {
    event.preventDefault();
    if (drag) endDrag();
    cancel();
  } else if (STEPS[event.key] && here) {
    event.preventDefault();
    step(here, STEPS[event.key]);
  } else if ((event.key === "Enter" || event.key === " ") && here && !event.target.closest("button, a")) {
    event.preventDefault();
    drop(here, { focus: true });
  }
});

function step(here, [down, right]) {
  const rows = [...wall().querySelectorAll("tbody tr")].map(squares);
  const y = rows.findIndex((row) => row.includes(here));
  const next = rows[y + down]?.[rows[y].indexOf(here) + right];
  if (!next) return;
  aim(next.id);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function squares(row) {
  return [...row.querySelectorAll(".square")];
}

// Dragging: listeners on the window, as the square that was pressed may be replaced meanwhile

addEventListener("pointerdown", (event) => {
  dragged = false;
  const square = event.target.closest?.(".square.taken");
  const byGrip = event.target.closest?.(".grip");
  if (!square || held || event.button || !(byGrip || event.pointerType === "mouse")) return;
  drag = { x: event.clientX, y: event.clientY, pointer: event.pointerId, ghost: null, what: what(square) };
});

addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { clientX: x, clientY: y } = event;
  if (!drag.ghost) {
    if (Math.hypot(x - drag.x, y - drag.y) < FAR) return;
    beginDrag();
  }
  Object.assign(drag, { x, y });
  drag.ghost.style.transform = `translate(${x + 10}px, ${y + 10}px)`;
  const under = document.elementFromPoint(x, y)?.closest(".square");
  if (under && under.id !== target) aim(under.id);
});

addEventListener("pointerup", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  const moved = Boolean(drag.ghost);
  const under = moved && document.elementFromPoint(event.clientX, event.clientY)?.closest(".square");
  endDrag();
  if (!moved) return;
  dragged = true;
  setTimeout(() => (dragged = false)); // a drag that ends elsewhere has no click
  if (under) drop(under);
  else release();
});

addEventListener("pointercancel", () => {
  if (!drag) return;
  if (drag.ghost) release();
  endDrag();
});

addEventListener("dragstart", (event) => {
  if (event.target.closest?.(".square")) event.preventDefault();
});

function beginDrag() {
  held = drag.what;
  const ghost = document.createElement("div");
  ghost.className = "ghost";
  ghost.textContent = held.title;
  document.body.append(ghost);
  drag.ghost = ghost;
  document.documentElement.classList.add("dragging");
  getSelection()?.removeAllRanges();
  requestAnimationFrame(scrollAtEdges);
}

function endDrag() {
  drag?.ghost?.remove();
  drag = null;
  document.documentElement.classList.remove("dragging");
}

function scrollAtEdges() {
  if (!drag?.ghost) return;
  const grid = wall();
  const box = grid.getBoundingClientRect();
  const pull = (near, far, at) => (at < near + EDGE ? at - near - EDGE : at > far - EDGE ? at - far + EDGE : 0) / 4;
  grid.scrollBy(pull(box.left, Math.min(box.right, innerWidth), drag.x), pull(box.top, Math.min(box.bottom, innerHeight), drag.y));
  requestAnimationFrame(scrollAtEdges);
}

document.addEventListener("board:patched", mark);
