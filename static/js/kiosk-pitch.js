// Topics from paper, one after another: title, Enter, who leads it, Enter.

import { forgetAfter, post } from "./kiosk-idle.js";
import { t } from "./words.js";

const AGAIN = 3000; // ms before a topic is sent again that could not be saved

const form = document.getElementById("pitch");
const { title, lead, topic } = form.elements;
const said = document.getElementById("said");
const wrong = document.getElementById("wrong");
const becomes = document.querySelector("[data-becomes]");
const send = form.querySelector("button.primary");
let pending = 0;

form.querySelector("button[disabled]").remove(); // Enter goes to the next field, and from there to the board

title.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (title.value.trim()) lead.focus();
});

function draw() {
  const name = lead.value.trim();
  becomes.hidden = !title.value.trim();
  becomes.classList.toggle("wish", !name);
  becomes.textContent = name ? t("Goes up as an offer, led by {name}.", { name }) : t("Goes up as a wish: nobody leads it yet.");
}

function refuse(detail) {
  wrong.hidden = !detail;
  wrong.querySelector("[data-wrong]").textContent = detail || "";
}

form.addEventListener("input", draw);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (send.getAttribute("aria-busy")) return;
  clearTimeout(pending);
  pending = 0;
  send.setAttribute("aria-busy", "true");
  const answer = await post(form.action, [...new FormData(form)]);
  send.removeAttribute("aria-busy");
  if (answer.away) {
    refuse(t("Not saved yet: the board can’t be reached. It is tried again; please don’t leave this page."));
    pending = setTimeout(() => send.click(), AGAIN);
    return;
  }
  if (!answer.ok) {
    refuse(answer.detail);
    return;
  }
  const note = document.createElement("p");
  note.className = "panel said";
  note.textContent = answer.said;
  said.textContent = "";
  said.append(note);
  forget();
  topic.value = answer.topic;
  title.focus();
});

function forget() {
  clearTimeout(pending);
  pending = 0;
  const id = topic.value;
  for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
  topic.value = id;
  refuse("");
  draw();
}

forgetAfter({
  busy: () => Boolean(title.value || lead.value || form.elements.description.value),
  forget() {
    if (pending || send.getAttribute("aria-busy")) return; // not saved yet, so not forgotten
    forget();
    said.textContent = "";
    topic.value = `t${Math.random().toString(36).slice(2, 12)}`;
  },
  note: document.querySelector("[data-idle]"),
});
draw();
document.documentElement.dataset.js = "";
