// What is on now and what comes then, in large; `board/web/pages/periods.py` says the same without scripts.

import { clockText, t } from "./words.js";

const SOON = 90; // minutes: from here on one counts down instead of telling the time

export function tellMoment(page, { date, minutes }) {
  const today = date === page.date;
  const slots = periods("#grid .slot");
  const on = today && slots.find((slot) => slot.start <= minutes && minutes < slot.end);
  const pause = today && periods("#grid .pause").find((each) => each.start <= minutes && minutes < each.end);
  const then = slots.find((slot) => date < page.date || (today && slot.start > minutes));
  if (on) {
    put(on.name, t("{n} min left", { n: on.end - minutes }), (minutes - on.start) / (on.end - on.start));
  } else if (then) {
    const far = !today || then.start - minutes > SOON;
    const when = far
      ? t("{what} at {time}", { what: then.name, time: clockText(then.start) })
      : t("{what} in {n} min", { what: then.name, n: then.start - minutes });
    put(pause ? pause.name : "", when, null);
  } else {
    put(slots.length ? t("That was the last session. Thank you for coming!") : "", "", null);
  }
}

function periods(selector) {
  return [...document.querySelectorAll(selector)]
    .map((element) => ({
      start: Number(element.dataset.start),
      end: Number(element.dataset.end),
      name: element.querySelector(".slot-name, .pause-name").textContent,
    }))
    .sort((one, other) => one.start - other.start);
}

function put(what, when, share) {
  say("moment-what", what);
  say("moment-when", when);
  const bar = document.getElementById("moment-bar");
  bar.parentElement.hidden = share === null;
  if (share !== null) bar.style.transform = `scaleX(${share.toFixed(3)})`;
}

function say(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}
