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

wire.addEventListener("frame", ({ detail: frame }) => {
  if (frame.ops) steady(() => apply(frame.ops));
});

watchConnection(wire);
