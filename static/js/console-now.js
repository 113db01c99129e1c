// The section Now: how long until what happens by itself, and which of it is next.

import "./timer.js";
import { wire } from "./live.js";
import { t } from "./words.js";

const SOON = 15 * 60000; // ms before something from which on it stands out
const SHOWN = 3; // lines of what is ahead
const NEAR = 45 * 60000; // ms before the first session from which on starting stands out
const LINGER = 60000; // ms that something stays after it happened

function tick() {
  const now = Date.now() + wire.skew;
  let shown = 0;
  for (const line of document.querySelectorAll("#phases [data-at]")) {
    const left = Number(line.dataset.at) - now;
    line.hidden = left < -LINGER || shown >= SHOWN;
    shown += !line.hidden;
    line.querySelector(".until").textContent = until(left);
    line.classList.toggle("soon", left < SOON);
  }
  starting(now);
  closing(now);
}

// Starting the sessions is what comes next, but not hours before they begin.
function starting(now) {
  const begins = document.querySelector("#phases [data-begins]");
  const start = document.querySelector("#phases .starting");
  if (!begins || !start) return;
  const left = Number(begins.dataset.begins) - now;
  begins.textContent = left > 0 ? until(left) : "";
  start.classList.toggle("primary", left < NEAR);
}

function until(ms) {
  const minutes = Math.ceil(ms / 60000);
  if (ms <= 0) return t("now");
  if (minutes < 60) return t("in {n} min", { n: minutes });
  if (minutes < 36 * 60) return t("in {n} h", { n: Math.round(minutes / 60) });
  return t("in {n} days", { n: Math.round(minutes / 1440) });
}

// After the last session, closing is what comes next.
function closing(now) {
  const other = document.querySelector("#phases [data-until]");
  if (!other) return;
  const over = now > Number(other.dataset.until);
  const close = document.querySelector("#phases .closing");
  for (const [button, first] of [[close, over], [other, !over]]) {
    button.classList.toggle("primary", first);
    button.classList.toggle("large", first);
  }
  if (over && close.previousElementSibling === other) other.before(close);
}

document.addEventListener("board:patched", tick);
setInterval(tick, 5000);
tick();

// Brought here to say something: the sentence waits in its field, which the address has focused.
const text = document.getElementById("announce-text");
if (text && text.value) text.setSelectionRange(text.value.length, text.value.length);
