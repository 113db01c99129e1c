// Why each session of this screenful is where it is: the band below the grid walks through its cells.
//
// It goes down one slot after the other, and on where it stopped when the screenful comes round again. Where
// few rooms leave space for the reasons in the cells themselves, it isn't there.

import { placeOf } from "./lobby-moves.js";

const EACH = 5000; // ms for one reason; lobby-why.css fills its line in the same time

export function tellWhy(program) {
  const after = new Map(); // a screenful → the cell that was told last on it
  let told = "";
  let turnAt = 0;

  function step() {
    const all = program.wall.dataset.scene === "grid" ? cells() : [];
    const last = all.findIndex((cell) => cell.id === after.get(program.key));
    tell(all.length ? all[(last + 1) % all.length] : null);
  }

  function tell(cell) {
    turnAt = Date.now() + EACH;
    told = cell ? cell.id : "";
    if (cell) after.set(program.key, told);
    mark(cell);
    const band = document.getElementById("why");
    const fresh = band.cloneNode(true); // its line begins anew
    fresh.hidden = !cell;
    write(fresh, cell);
    band.replaceWith(fresh);
  }

  // A patch may have drawn the cell anew, with another session in it.
  function look() {
    const cell = told && document.getElementById(told);
    if (!cell || !reason(cell)) return step();
    mark(cell);
    write(document.getElementById("why"), cell);
  }

  document.addEventListener("lobby:turned", step);
  document.addEventListener("board:patched", look);
  setInterval(() => {
    if (Date.now() >= turnAt) step();
  }, 500);
  step();
}

function cells() {
  const all = document.querySelectorAll("#grid:not(.few-rooms) .cell.taken");
  return [...all].filter((cell) => reason(cell) && cell.getClientRects().length);
}

function reason(cell) {
  const why = cell.querySelector(".cell-why");
  return why ? why.textContent : "";
}

function mark(cell) {
  for (const other of document.querySelectorAll(".cell[data-told]")) if (other !== cell) delete other.dataset.told;
  if (cell) cell.dataset.told = "";
}

function write(band, cell) {
  const words = cell ? said(cell) : {};
  for (const element of band.querySelectorAll("[data-of]")) {
    const text = words[element.dataset.of] || "";
    if (element.textContent !== text) element.textContent = text;
  }
  band.classList.toggle("note", Boolean(cell) && cell.classList.contains("note"));
}

function said(cell) {
  return {
    number: cell.querySelector(".number").textContent,
    title: cell.querySelector(".cell-words").textContent,
    place: placeOf(cell.id),
    reason: reason(cell),
  };
}
