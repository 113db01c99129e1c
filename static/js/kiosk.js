// One card after another: its number, Enter, the numbers of its topics, Enter. Or by taps alone.

import { forgetAfter, post } from "./kiosk-idle.js";
import { t, tn } from "./words.js";

const AGAIN = 3000; // ms before a card is sent again that could not be saved
const FRESH = 30000; // ms after which the topics are looked at again
const SOON = 2000; // ms between two looks, where a number is typed that isn't known

const form = document.getElementById("entry");
const { card, choices, before, fresh, walk_in: walkIn } = form.elements;
const helper = document.querySelector("[data-kiosk]").dataset.kiosk === "helper";
const chosen = document.getElementById("chosen");
const said = document.getElementById("said");
const wrong = document.getElementById("wrong");
const found = document.querySelector("[data-found]");
const find = document.getElementById("find");
const clearButton = document.querySelector("[data-clear]");
const saveButton = document.querySelector("[data-save]");
const hint = found.textContent;
const saveWord = saveButton.textContent;

let topics = known();
let looked = ""; // the card whose choices are in the form
let filled = ""; // the choices that came with it
let looking = null;
const sought = new Set(); // numbers that no topic had, for which the board was asked once
let pending = 0; // the timer of a card that is sent again, 0 if none is

function known() {
  const list = JSON.parse(document.getElementById("known").textContent);
  return new Map(list.map((topic) => [topic.n, topic]));
}

// What is typed, as [{n, topic}]; a number that became part of another stands for that one, once.
function read() {
  const numbers = (choices.value.match(/\d+/g) || []).map(Number);
  const there = new Set();
  return numbers.map((n) => {
    const topic = topics.get(n);
    const twice = topic ? there.has(topic.to) : false;
    if (topic) there.add(topic.to);
    return { n, topic, twice };
  });
}

const write = (list) => {
  choices.value = list.map(({ n }) => n).join(" ");
  draw();
};

// What is shown

function draw() {
  const list = read();
  chosen.textContent = "";
  chosen.append(...list.map(row));
  const places = new Map();
  list.filter(({ topic, twice }) => topic && !twice).forEach(({ topic }, at) => places.set(topic.to, at + 1));
  for (const item of document.querySelectorAll(".kiosk-tap")) {
    const place = places.get(Number(item.dataset.n));
    item.firstElementChild.setAttribute("aria-pressed", String(Boolean(place)));
    item.querySelector(".kiosk-place").textContent = place || "";
  }
  clearButton.hidden = !busy();
  saveButton.textContent = places.size ? tn(places.size, "Save {n} choice", "Save {n} choices") : saveWord;
  const unknown = list.filter(({ n, topic }) => !topic && !sought.has(n));
  for (const { n } of unknown) sought.add(n);
  if (unknown.length) lookForNews();
}

function row({ n, topic, twice }, at) {
  const item = document.createElement("li");
  const title = document.createElement("span");
  title.className = topic && topic.up && !twice ? "title" : "title gone";
  title.textContent = words(n, topic, twice);
  item.append(title, button("↑", t("Earlier: {title}", { title: title.textContent }), () => move(at)));
  item.append(button("×", t("Leave out {title}", { title: title.textContent }), () => write(read().filter((_, i) => i !== at))));
  item.querySelector("button").hidden = at === 0;
  return item;
}

function words(n, topic, twice) {
  if (!topic) return t("{n}: no topic has this number", { n });
  if (twice) return t("{n}: there already", { n });
  if (!topic.up) return t("{n} is no longer on the board and is left out.", { n });
  return `${topic.to} ${topic.title}`;
}

function button(sign, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function move(at) {
  const list = read();
  list.splice(at - 1, 0, ...list.splice(at, 1));
  write(list);
}

function refuse(detail) {
  wrong.hidden = !detail;
  wrong.querySelector("[data-wrong]").textContent = detail || "";
}

// Topics to tap

function tappable() {
  for (const item of document.querySelectorAll(".kiosk-topic:not(.kiosk-tap)")) {
    const tap = document.createElement("button");
    const place = document.createElement("span");
    tap.type = "button";
    place.className = "kiosk-place";
    tap.append(...item.childNodes, place);
    item.append(tap);
    item.classList.add("kiosk-tap");
    tap.addEventListener("click", () => toggle(Number(item.dataset.n)));
  }
  find.hidden = false;
}

function toggle(n) {
  const list = read();
  const without = list.filter(({ topic }) => !topic || topic.to !== n);
  const item = document.querySelector(`.kiosk-tap[data-n="${n}"]`);
  const top = item.getBoundingClientRect().top;
  write(without.length < list.length ? without : [...list, { n }]);
  scrollBy(0, item.getBoundingClientRect().top - top); // what is tapped next stays under the finger
}

find.addEventListener("input", () => {
  const asked = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const item of document.querySelectorAll(".kiosk-topic")) {
    const text = item.textContent.toLowerCase();
    item.hidden = !asked.every((word) => text.includes(word));
  }
});

let newsAt = Date.now();

let newsSoon = 0;

async function lookForNews() {
  clearTimeout(newsSoon);
  const wait = newsAt + SOON - Date.now();
  if (wait > 0 && wait <= SOON) {
    newsSoon = setTimeout(lookForNews, wait);
    return;
  }
  newsAt = Date.now();
  try {
    const response = await fetch(location.pathname.replace(/\/(ballots|card)$/, ""));
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of ["kiosk-topics", "known"]) {
      document.getElementById(id).replaceWith(page.getElementById(id));
    }
    topics = known();
    tappable();
    find.dispatchEvent(new Event("input"));
    draw();
  } catch {
    // they are looked at again
  }
}
setInterval(lookForNews, FRESH);

// Whose card it is

async function look() {
  const typed = card.value.trim();
  if (!typed || typed === looked) return;
  looked = typed;
  const answer = await post(form.action.replace(/ballots$/, "card"), [["card", typed]]);
  if (card.value.trim() !== typed || looked !== typed) return;
  if (answer.away) {
    looked = "";
    return;
  }
  refuse(answer.ok ? "" : answer.detail);
  if (!answer.ok) {
    looked = "";
    card.focus();
    card.select();
    return;
  }
  before.value = answer.choices;
  found.textContent = answer.choices ? t("{card} has the choices below.", { card: answer.card }) : t("{card} is new.", { card: answer.card });
  if (answer.choices && !choices.value.trim()) {
    choices.value = filled = answer.choices;
    draw();
    if (document.activeElement === choices) choices.select();
  } else if (answer.choices) {
    found.textContent = t("{card} has choices already: {numbers}. Saving replaces them.", { card: answer.card, numbers: answer.choices });
  }
}

card.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (!card.value.trim()) return;
  choices.focus();
  looking = look();
});
card.addEventListener("change", () => (looking = look()));
card.addEventListener("input", () => {
  looked = "";
  before.value = "";
  if (filled && choices.value === filled) write([]); // it was the wrong card: they are nobody else's
  filled = "";
  if (card.value) walkIn.checked = false;
  found.textContent = hint;
});
walkIn.addEventListener("change", () => {
  if (!walkIn.checked) return;
  card.value = looked = before.value = "";
  found.textContent = hint;
  choices.focus();
});
form.querySelector("[data-look]").hidden = true; // Enter looks

// Saving

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (saveButton.getAttribute("aria-busy")) return;
  clearTimeout(pending);
  pending = 0;
  const sent = [...new FormData(form)];
  saveButton.setAttribute("aria-busy", "true");
  await looking;
  const answer = await post(form.action, [...sent.filter(([name]) => name !== "before"), ["before", before.value]]);
  saveButton.removeAttribute("aria-busy");
  if (answer.away) return later();
  if (!answer.ok) {
    if (answer.choices) before.value = answer.choices;
    refuse(answer.detail);
    return;
  }
  tell(answer);
  forget();
  fresh.value = answer.fresh;
  if (helper && answer.number) {
    card.value = String(answer.number + 1);
    card.select();
  }
  if (helper) card.focus();
  else scrollTo(0, 0);
});

function later() {
  refuse(t("Not saved yet: the board can’t be reached. It is tried again; please don’t leave this page."));
  clearTimeout(pending);
  pending = setTimeout(() => saveButton.click(), AGAIN);
}

function tell({ said: sentence, notes, number, code, qr }) {
  const box = document.createElement("div");
  box.className = "panel said stack-tight";
  const line = (text, kind) => {
    const p = document.createElement("p");
    p.className = kind;
    p.textContent = text;
    box.append(p);
    return p;
  };
  line(sentence, "saved-line");
  for (const note of notes) line(note, "small");
  if (!number) {
    const row = document.createElement("div");
    row.className = "row";
    row.innerHTML = `<div class="qr-box">${qr}</div>`;
    box.append(row);
    row.append(line(t("To go on with these choices on a phone, scan this or keep the code: {code}", { code }), ""));
    const done = document.createElement("button");
    done.type = "button";
    done.textContent = t("Next person");
    done.addEventListener("click", () => (said.textContent = ""));
    box.append(done);
  }
  said.textContent = "";
  said.append(box);
}

// The next person

const busy = () => Boolean(card.value || choices.value || (helper && walkIn.checked) || find.value);

function forget() {
  clearTimeout(pending);
  pending = 0;
  form.reset();
  card.value = choices.value = before.value = looked = filled = find.value = "";
  walkIn.checked = false; // a hidden field has no use for it
  sought.clear();
  find.dispatchEvent(new Event("input"));
  found.textContent = hint;
  refuse("");
  draw();
}

clearButton.addEventListener("click", () => {
  forget();
  (helper ? card : choices).focus();
});
choices.addEventListener("input", draw);
forgetAfter({
  busy: () => busy() || Boolean(said.querySelector(".qr-box")),
  forget() {
    if (pending || saveButton.getAttribute("aria-busy")) return; // not saved yet, so not forgotten
    forget();
    said.textContent = "";
  },
  note: document.querySelector("[data-idle]"),
});
if (location.pathname !== form.action.replace(/^https?:\/\/[^/]+/, "").replace(/\/ballots$/, "")) {
  history.replaceState(null, "", form.action.replace(/\/ballots$/, ""));
}
tappable();
draw();
document.documentElement.dataset.js = "";
