// Finding a topic: by words, grade band, tag and what is new to me, all at once.
//
// board/web/pages/finding.py does the same without scripts. The address follows, so that a reload and
// the way back show the same.

import { mine, onBallot } from "./ballot.js";
import { told } from "./seen.js";
import { number, t } from "./words.js";

const SETTLED = 300; // ms after the last key before the address and those who listen are told

const list = document.getElementById("topics");
const form = document.querySelector("[data-finder]");
const none = document.querySelector("[data-none]");
const line = document.querySelector("[data-found]");
const selects = ["show", "grade", "tag"].map((name) => form.elements[name]).filter(Boolean);

const cards = new WeakMap(); // what each card says, read once
const unseen = new Set(list.dataset.unseen.split(" "));
const known = new Set([...list.children].map(({ dataset }) => dataset.topic));
let passed = new Set(); // seen while this page was open, as of when "not yet seen" was chosen
let chosen = [];
let timer = 0;

const fits = {
  show: ({ topic, wish }, show) => {
    if (show === "unseen") return (unseen.has(topic) || !known.has(topic)) && !passed.has(topic);
    if (show === "mine") return chosen.includes(topic);
    return !show || wish === (show === "wish");
  },
  grade: ({ grades }, grade) => !grade || !grades.length || grades.includes(grade),
  tag: ({ tags }, tag) => !tag || tags.includes(tag),
};

export function find() {
  const words = folded(form.q.value).split(/\s+/).filter(Boolean);
  const values = selects.map(({ value }) => value);
  const counts = selects.map(() => new Map());
  chosen = mine();
  let shown = 0;
  for (const card of list.children) {
    const says = read(card);
    const said = words.every((word) => says.text.includes(word));
    const passes = selects.map(({ name }, i) => fits[name](says, values[i]));
    const all = said && passes.every(Boolean);
    if (card.hidden === all) card.hidden = !all;
    shown += all;
    if (said) count(says, passes, counts);
  }
  selects.forEach(label(counts));
  none.hidden = shown > 0 || !list.children.length;
  const asked = words.length > 0 || values.some(Boolean);
  if (line.hidden === asked) line.hidden = !asked;
  clearTimeout(timer);
  timer = setTimeout(() => {
    write(line.querySelector("[data-count]"), t("{n} of {all} topics", { n: shown, all: list.children.length }));
    follow();
  }, SETTLED);
}

// An option counts what it would leave of what all the other filters let through.
function count(says, passes, counts) {
  selects.forEach(({ name, options }, i) => {
    if (passes.some((pass, other) => !pass && other !== i)) return;
    for (const { value } of options) {
      if (value || name === "show") if (fits[name](says, value)) counts[i].set(value, (counts[i].get(value) || 0) + 1);
    }
  });
}

function label(counts) {
  return ({ options }, i) => {
    for (const option of options) {
      if (option.dataset.label) write(option, `${option.dataset.label} (${number(counts[i].get(option.value) || 0)})`);
    }
  };
}

function read(card) {
  const { topic, grades } = card.dataset;
  if (!cards.has(card)) {
    const shown = [...card.querySelectorAll(".card-head, .about, .tags")].map(({ textContent }) => textContent);
    cards.set(card, {
      topic,
      text: folded(`${shown.join(" ")} ${grades}`),
      grades: grades.split(" ").filter(Boolean),
      tags: [...card.querySelectorAll(".tag")].map(({ dataset, textContent }) => folded(dataset.tag || textContent)),
      wish: card.classList.contains("note"),
    });
  }
  return cards.get(card);
}

function folded(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function follow() {
  const query = new URLSearchParams();
  for (const { name, value } of [form.q, ...selects]) if (value.trim()) query.set(name, value.trim());
  const address = location.pathname + (String(query) && `?${query}`) + location.hash;
  if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, "", address);
}

form.addEventListener("input", ({ target }) => {
  if (target.name === "show") passed = new Set(told);
  find();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  form.q.blur();
});
document.querySelector("[data-all]").addEventListener("click", (event) => {
  event.preventDefault();
  form.q.value = "";
  for (const select of selects) select.value = "";
  find();
  form.q.focus({ preventScroll: true });
});
onBallot(() => {
  if (form.elements.show.value === "mine") find();
});
let stale = false; // whether cards came, changed or went since we looked
for (const name of ["board:put", "board:del"]) document.addEventListener(name, () => (stale = true));
document.addEventListener("board:put", ({ detail }) => cards.delete(detail.element.closest(".topic")));
document.addEventListener("board:patched", () => {
  if (stale) find();
  stale = false;
});
addEventListener("pageshow", find); // a restored page has its fields filled in
