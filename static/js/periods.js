// The camp's own clock, and which periods of the day are over or on.

import { clockText } from "./words.js";

export function clockOf(zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", year: "numeric", month: "2-digit", day: "2-digit", hourCycle: "h23" });
  return (moment) => {
    const got = {};
    for (const { type, value } of parts.formatToParts(moment)) got[type] = value;
    const hour = Number(got.hour);
    return {
      minutes: hour * 60 + Number(got.minute),
      text: clockText(hour * 60 + Number(got.minute)),
      date: `${got.year}-${got.month}-${got.day}`,
    };
  };
}

// Marks periods with data-time="over" or "now", and the slot that comes then with "next": at once, with
// every change and every so often.
export function markPeriods(page, wire) {
  const clock = clockOf(page.zone);
  const mark = () => {
    const { minutes, date } = clock(Date.now() + wire.skew);
    let next = null;
    for (const period of document.querySelectorAll("[data-start]")) {
      const over = date > page.date || (date === page.date && minutes >= Number(period.dataset.end));
      const begun = date === page.date && minutes >= Number(period.dataset.start);
      if (over || begun) period.dataset.time = over ? "over" : "now";
      else delete period.dataset.time;
      if (over || begun || !period.classList.contains("slot")) continue;
      if (!next || Number(period.dataset.start) < Number(next.dataset.start)) next = period;
    }
    if (next) next.dataset.time = "next";
  };
  document.addEventListener("board:patched", mark);
  setInterval(mark, 20000);
  mark();
}
