// The pitch form: similar topics while one types, a draft that is kept, and a pitch that is never lost.

import "./ballot.js";
import { draft, dropDraft, fieldsOf, fill, keepDraft, wordsIn } from "./draft.js";
import { guided } from "./guide.js";
import "./offers.js";
import { idOf, keep, post, safe, sendAll, take, valueOf, waiting } from "./outbox.js";
import { say } from "./notices.js";
import { drawnId, isPitched, pitched } from "./pitched.js";
import { t } from "./words.js";

const form = document.querySelector("[data-pitch]");
const editing = "editing" in form.dataset;
const title = form.elements.title;
const place = document.getElementById("similar");
const joining = document.getElementById("joining");
const kept = document.querySelector("[data-kept]");
const wrong = document.getElementById("wrong");
const send = form.querySelector("[data-send]");
const PAUSE = 350; // ms without typing

const guide = editing ? null : guided(form);
const kind = () => (editing ? "lead" : form.elements.kind.value);

// Similar topics

let timer = 0;
let asked = "";
let compared = ""; // the title that those shown are like

async function look() {
  const wanted = title.value.trim();
  const question = new URLSearchParams({ title: wanted, kind: kind(), topic: form.elements.topic.value });
  if (asked === String(question)) return;
  asked = String(question);
  try {
    const response = await fetch(`${title.dataset.similar}?${question}`);
    const html = response.ok ? (await response.text()).trim() : "";
    if (asked !== String(question)) return;
    if (response.ok) compared = wanted;
    if (place.innerHTML !== html) place.innerHTML = html;
  } catch {
    asked = ""; // it was only a hint; the board compares again when the pitch is sent
  }
}

if (!editing) {
  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.name === "kind") look();
  });
  joining.addEventListener("submit", (event) => event.preventDefault());
  place.addEventListener("click", async ({ target }) => {
    const button = target.closest(".like-join");
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    keepDraft(fieldsOf(form));
    const answer = await post(button.getAttribute("formaction"), [["kind", kind()], ["title", title.value]]);
    button.removeAttribute("aria-busy");
    if (answer.ok) location.assign(answer.at);
    else say(answer.detail || t("The board can’t be reached, so this is not done yet. Please try again."), { kind: "refused", stay: 9000 });
  });
}

// The topic it is for

// `again` says that nobody knows what became of this very topic; any other that has the id is done with.
function ownTopic() {
  const { topic, again, compare } = form.elements;
  if (again.value === "yes" || !isPitched(topic.value)) return;
  topic.value = drawnId();
  compare.value = "ask";
  compared = "";
  asked = "";
}

if (!editing) ownTopic();

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) send.removeAttribute("aria-busy"); // they came back
  if (!editing) ownTopic();
});

// The draft

const blank = editing ? [] : fieldsOf(form);

function restored() {
  const fields = draft();
  const fresh = wrong.hidden && !place.firstElementChild;
  if (!fields || !fresh || !wordsIn(fields)) return false;
  fill(form, fields);
  form.querySelector("[data-draft]").hidden = false;
  if (title.value.trim()) look();
  return true;
}

function afresh() {
  dropDraft();
  fill(form, blank);
  ownTopic();
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
  form.querySelector("[data-draft]").hidden = true;
  place.innerHTML = "";
  title.focus();
}

function typed() {
  const fields = fieldsOf(form);
  if (wordsIn(fields)) keepDraft(fields);
  else dropDraft();
}

// Sending

async function pitch() {
  if (send.getAttribute("aria-busy")) return;
  if (!editing) ownTopic();
  const fields = fieldsOf(form);
  const same = compared === title.value.trim() || form.elements.compare?.value === "shown";
  send.setAttribute("aria-busy", "true");
  const answer = await post(form.getAttribute("action"), editing || same ? fields : [...fields, ["compare", "ask"]]);
  if (answer.ok && answer.at) {
    if (!editing) done(fields);
    location.assign(answer.at); // busy until the page is gone: a second tap is no second topic
    return;
  }
  send.removeAttribute("aria-busy");
  if (answer.similar) show(answer.similar);
  else if (answer.again) unreachable(fields);
  else refuse(answer.detail);
}

function done(fields) {
  pitched(idOf(fields));
  form.elements.again.value = "";
  dropDraft();
}

function show(html) {
  place.innerHTML = html;
  compared = title.value.trim();
  send.textContent = t("No, put mine on the board");
  if (guide.at()) history.back();
  else place.scrollIntoView({ block: "center" });
}

function refuse(detail) {
  wrong.hidden = false;
  wrong.querySelector("[data-wrong]").textContent = detail;
  wrong.scrollIntoView({ block: "center" });
  wrong.focus({ preventScroll: true });
}

function unreachable(fields) {
  if (editing) {
    refuse(t("The board can’t be reached, so this is not saved yet. What you typed is still here: please try again."));
    return;
  }
  keep([...fields.filter(([name]) => name !== "again"), ["again", "yes"]]);
  done(fields);
  showKept();
  kept.querySelector("h1").focus();
}

function showKept() {
  const pitches = waiting();
  kept.hidden = !pitches.length;
  form.hidden = pitches.length > 0;
  kept.querySelector("[data-kept-unsafe]").hidden = safe;
  const cards = kept.querySelector("[data-kept-cards]");
  cards.textContent = "";
  cards.append(...pitches.map(card));
}

function card(fields) {
  const item = document.createElement("li");
  item.className = valueOf(fields, "kind") === "wish" ? "card note" : "card";
  item.textContent = valueOf(fields, "title");
  return item;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (guide && guide.at() && guide.at() < 3) guide.next();
  else pitch();
});

if (!editing) {
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.querySelector("[data-afresh]").addEventListener("click", afresh);
  kept.querySelector("[data-kept-now]").addEventListener("click", async () => {
    await sendAll();
    if (waiting().length) say(t("Still no answer. It stays here and is tried again."));
  });
  kept.querySelector("[data-kept-change]").addEventListener("click", () => {
    const fields = take(idOf(waiting()[0]));
    fill(form, fields);
    showKept();
    typed();
    guide.leave();
    title.focus();
  });
  document.addEventListener("board:pitched", ({ detail }) => {
    if (!kept.hidden && !waiting().length) location.assign(detail.at);
    else showKept();
  });
  form.querySelector("[data-guide-me]").hidden = false;
  const found = restored();
  if (waiting().length) showKept();
  else if ("first" in form.dataset && !found) guide.begin();
}
