// The grid on a phone: what is now, what is mine, and what can be hidden.

import "./ballot.js";
import { page, wire } from "./live.js";
import { markPeriods } from "./periods.js";

const main = document.getElementById("main");

for (const name of ["taken", "only-mine"]) {
  const box = document.querySelector(`[data-${name}]`);
  const update = () => main.classList.toggle(name, box.checked);
  box.addEventListener("change", update);
  addEventListener("pageshow", update);
}

markPeriods(page, wire);
