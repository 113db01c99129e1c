// Counts down to what organisers set, by the board's clock and not by this device's.

import { wire } from "./live.js";
import { say } from "./notices.js";
import { t } from "./words.js";

const ENDING = 60000; // ms before the end from which on it stands out
const GONE = 600000; // ms after the end for which "Time is up" stands

function left(ms) {
  const seconds = Math.ceil(ms / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

let running = 0; // the end of what was running when we last looked

function tick() {
  const now = Date.now() + wire.skew;
  for (const timer of document.querySelectorAll("[data-ends]")) {
    const ms = Number(timer.dataset.ends) - now;
    const words = ms > 0 ? left(ms) : t("Time is up");
    const shown = timer.querySelector(".timer-left");
    if (shown.textContent !== words) shown.textContent = words;
    timer.classList.toggle("ending", ms > 0 && ms <= ENDING);
    timer.classList.toggle("over", ms <= 0);
    timer.hidden = ms < -GONE;
    tell(Number(timer.dataset.ends), ms, timer.querySelector(".timer-what").textContent);
  }
}

// That the time is up is said once, to those who were here while it ran.
function tell(ends, ms, what) {
  if (ms > 0) {
    running = ends;
  } else if (running === ends) {
    running = 0;
    say(what ? t("Time is up: {what}", { what }) : t("Time is up"));
  }
}

document.addEventListener("board:patched", tick);
setInterval(tick, 250);
tick();
