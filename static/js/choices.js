// My choices: put in order by dragging or with the arrows.

import { mine, onBallot, order, ordinal, unvote } from "./ballot.js";
import { page } from "./live.js";
import { say } from "./notices.js";
import "./offers.js";
import { refresh } from "./refresh.js";
import { sortable } from "./sortable.js";
import { t } from "./words.js";

const list = () => document.getElementById("choices");
const rows = () => (list() ? [...list().children] : []);
const topics = () => rows().map((row) => row.dataset.choice);

const dragging = sortable({
  list,
  handle: ".handle",
  dropped(row) {
    order(topics());
    announce(row.dataset.choice);
  },
});

document.addEventListener("click", (event) => {
  const button = event.target.closest(".choice-moves button");
  if (!button) return;
  event.preventDefault();
  const topic = button.value;
  if (button.name === "unvote") {
    focusAfter(topic);
    unvote(topic);
  } else {
    move(topic, button.name === "up" ? -1 : 1);
    button.focus({ preventScroll: true });
  }
});

function move(topic, by) {
  const ballot = [...mine()];
  const at = ballot.indexOf(topic);
  const to = at + by;
  if (at < 0 || to < 0 || to >= ballot.length) return;
  ballot.splice(to, 0, ...ballot.splice(at, 1));
  order(ballot);
  announce(topic);
}

function announce(topic) {
  const row = document.getElementById(`choice-${topic}`);
  const place = mine().indexOf(topic) + 1;
  if (!row) return;
  const title = row.querySelector(".choice-title").textContent.trim();
  say(t("{title}: now number {place} of {all}", { title, place, all: mine().length }), { kind: "unseen", stay: 3000 });
}

function focusAfter(topic) {
  const at = topics().indexOf(topic);
  const row = rows()[at + 1] || rows()[at - 1];
  if (row) row.querySelector(".remove").focus({ preventScroll: true });
}

// The rows follow the ballot; what it holds and the page doesn't, the server draws.
onBallot((ballot) => {
  const shown = topics();
  if (ballot.some((topic) => !shown.includes(topic)) || (!ballot.length && list())) {
    if (!dragging()) refresh("choices-page");
  }
  if (!list() || dragging()) return;
  for (const given of document.querySelectorAll("[data-given]")) {
    given.textContent = t("Votes given: {n} of {all}", { n: ballot.length, all: page.budget });
  }
  for (const row of rows()) {
    const place = ballot.indexOf(row.dataset.choice) + 1;
    if (place) row.querySelector("[data-ordinal]").textContent = ordinal(place);
    else row.remove();
  }
  const wanted = ballot.map((topic) => document.getElementById(`choice-${topic}`)).filter(Boolean);
  wanted.forEach((row, i) => {
    if (list().children[i] === row) return;
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    list().insertBefore(row, list().children[i] || null);
    if (focused) focused.focus({ preventScroll: true });
  });
});
