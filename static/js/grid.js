// The grid on a phone: what is now, what is mine, and what can be hidden.

import { onBallot } from "./ballot.js";
import { page, wire } from "./live.js";
import { markPeriods } from "./periods.js";

const taken = document.querySelector("[data-taken]");
const onlyMine = document.querySelector("[data-only-mine]");

function sift() {
  for (const row of document.querySelectorAll(".cells > li")) {
    const free = taken.checked && row.querySelector(".cell-free");
    const others = onlyMine.checked && !row.querySelector("[data-mine]");
    row.hidden = Boolean(free || others);
  }
}

for (const box of [taken, onlyMine]) box.addEventListener("change", sift);
document.addEventListener("board:patched", sift);
addEventListener("pageshow", sift);
onBallot(sift);
markPeriods(page, wire);
