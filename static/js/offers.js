// More room that is offered for a topic: shown to those who lead it, answered with one tap.

import { page, wire } from "./live.js";
import { say } from "./notices.js";
import { t } from "./words.js";

const AGAIN = 3000; // ms before an answer is sent again that the board could not take just now
const LONG = 30000; // ms that a question stays in view
const SAID = {
  yes: { repeat: t("Thank you! It finds another place on the grid."), "larger-room": t("Thank you! Its limit is lifted.") },
  no: t("Fine, it stays as it is."),
};

let n = 2e9; // apart from the numbers of other asks
const waiting = new Map();

// A rule rather than an attribute on each: a patch draws an offer for everybody, and shows it at once.
const sheet = document.styleSheets[0];
sheet.insertRule(`.offer[data-for~="${CSS.escape(page.me)}"] { display: grid; }`, sheet.cssRules.length);

let pressed = null; // the button a form is sent by: not every browser says so
document.addEventListener("click", ({ target }) => {
  pressed = target.closest("button");
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("offer" in form.dataset) || !wire.open) return; // without a wire the form posts itself
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const { kind, sessions } = form.elements;
  const yes = (event.submitter || pressed)?.value === "yes";
  const ask = { t: "answer", n, topic: form.dataset.offer, kind: kind.value, sessions: Number(sessions.value), yes };
  waiting.set(n, ask);
  n += 1;
  wire.send(ask);
});

function sendAll() {
  for (const ask of waiting.values()) wire.send(ask);
}

wire.errands.push(() => waiting.size);
wire.addEventListener("open", sendAll);
wire.addEventListener("frame", ({ detail: frame }) => {
  const ask = (frame.t === "ok" || frame.t === "no") && waiting.get(frame.n);
  if (!ask) return;
  if (frame.t === "no" && (frame.status >= 500 || frame.status === 429)) {
    setTimeout(sendAll, AGAIN + Math.random() * AGAIN);
    return;
  }
  waiting.delete(frame.n);
  document.querySelector(`[data-offer="${CSS.escape(ask.topic)}"]`)?.removeAttribute("aria-busy");
  if (frame.t === "no") say(frame.detail, { kind: "refused", stay: 9000 });
  else say(ask.yes ? SAID.yes[ask.kind] : SAID.no);
});

// What comes while the page is open is said where it is seen, however far down one has read.
const notes = new Map();

// Few are ever asked whether topics may become one; until the script is there, the form posts itself.
function merging(within) {
  if (within.querySelector("[data-merge]")) import("./merges.js");
}

merging(document);
document.addEventListener("board:put", ({ detail: { id, element, old } }) => {
  merging(element);
  if (old || !(element.dataset.for || "").split(" ").includes(page.me)) return;
  const note = say(element.querySelector("p").textContent, { kind: "asked", stay: LONG });
  const answer = document.createElement("button");
  answer.type = "button";
  answer.className = "quiet";
  answer.textContent = t("Answer");
  answer.addEventListener("click", () => {
    note.remove();
    const offer = document.getElementById(id);
    offer?.scrollIntoView({ block: "center" });
    offer?.querySelector("button, .button").focus({ preventScroll: true });
  });
  note.append(answer);
  notes.set(id, note);
});

document.addEventListener("board:del", ({ detail: { id } }) => {
  notes.get(id)?.remove();
  notes.delete(id);
});
