// The table of topics: finding some of them, and sorting. New ones come in on top, none moves by itself.

import "./live.js";
import { t } from "./words.js";

const body = document.getElementById("rows");
const finder = document.querySelector(".finder");
const find = document.getElementById("find");
const show = document.getElementById("show");
const found = document.querySelector(".found");

const keys = {
  newest: (row) => [-row.dataset.number],
  votes: (row) => [Number(row.dataset.state.includes("gone")), -votes(row), Number(row.dataset.number)],
  title: (row) => [row.dataset.find],
};

function votes(row) {
  return Number(row.querySelector(".n [data-v]").textContent.replace(/\D/g, ""));
}

function sort(key) {
  const rows = [...body.children].map((row) => [keys[key](row), row]);
  rows.sort(([a], [b]) => compared(a, b));
  body.append(...rows.map(([, row]) => row));
}

function compared(a, b) {
  for (let i = 0; i < a.length; i += 1) {
    const order = typeof a[i] === "string" ? a[i].localeCompare(b[i]) : a[i] - b[i];
    if (order) return order;
  }
  return 0;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sort]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  for (const other of document.querySelectorAll("a[data-sort]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  sort(link.dataset.sort);
  document.querySelector("#act [name=sort]").value = link.dataset.sort;
  history.replaceState(null, "", link.href);
});

function fits(row) {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const states = row.dataset.state.split(" ");
  return (!show.value || states.includes(show.value)) && words.every((word) => row.dataset.find.includes(word));
}

function filter() {
  let left = 0;
  for (const row of body.children) {
    row.hidden = !fits(row);
    left += !row.hidden;
  }
  const all = body.children.length;
  found.textContent = find.value || show.value ? t("{left} of {all}", { left, all }) : "";
}

document.addEventListener("board:patched", () => {
  if (finder) filter();
  if (body.children.length && body.parentElement.hidden) location.reload(); // the first topic
});

if (finder) {
  finder.hidden = false;
  const asked = { "#wishes": "wish", "#homeless": "homeless" }[location.hash];
  if (asked) show.value = asked;
  find.addEventListener("input", filter);
  show.addEventListener("change", filter);
  filter();
}
