// Keeps a page live: opens its wire and applies what comes. Pages import `wire` and `page` from here.

import { watchConnection } from "./notices.js";
import { apply } from "./patch.js";
import { Wire } from "./wire.js";

// {camp, audience, seq, epoch, me, ballot, ...}; see board/web/pages/visit.py.
export const page = JSON.parse(document.getElementById("page").textContent);

export const wire = new Wire(page);

let steady = (change) => change();

// A page with a long list gives a function that applies a change without moving what is being read.
export function keepSteady(keeper) {
  steady = keeper;
}

// Until the wire has told the time, the page has: it was drawn just before its first byte came. Not so
// if this phone had kept it (static/sw.js), or the browser had, to go back to.
const came = performance.timing && performance.timing.responseStart;
const fresh = !page.kept && !(performance.navigation && performance.navigation.type === 2);
if (came && page.now && fresh && navigator.onLine !== false) wire.skew = page.now - came;

let { skew } = wire;

wire.addEventListener("frame", ({ detail: frame }) => {
  // This device's clock is not the camp's: what shows the time is told.
  if (Math.abs(wire.skew - skew) > 1000) document.dispatchEvent(new CustomEvent("board:patched"));
  skew = wire.skew;
  if (frame.ops) steady(() => apply(frame.ops));
});

// The camp's name stands in the head, which comes anew with it, and in the title of the window.
document.addEventListener("board:put", ({ detail: { id, element, old } }) => {
  if (id !== "status" || !old) return;
  const [before, name] = [old, element].map((status) => status.querySelector(".status-name").textContent);
  if (before !== name) document.title = document.title.replace(before, () => name);
});

watchConnection(wire);
