// My day: drawn anew when the grid or my choices change.

import { onBallot } from "./ballot.js";
import { page, wire } from "./live.js";
import { markPeriods } from "./periods.js";
import { refresh } from "./refresh.js";

const SETTLED = 500; // ms after a change before the day is drawn anew
let shown = page.ballot.join();
let timer = 0;

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh("day-page"), SETTLED);
}

document.addEventListener("board:put", ({ detail }) => {
  if (detail.element.classList.contains("cell") || detail.id === "grid") soon();
});
onBallot((ballot) => {
  if (ballot.join() === shown) return;
  shown = ballot.join();
  soon();
});
markPeriods(page, wire);
