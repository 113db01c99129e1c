// The way in, on a screen: its QR code and the doors' code change without a reload.

import { language } from "./words.js";

const EVERY = 15000; // ms

async function look(place) {
  try {
    const answer = await fetch(`${place.dataset.door}?have=${place.dataset.have || ""}&lang=${language}`);
    if (answer.status !== 200) return;
    place.innerHTML = await answer.text();
    place.dataset.have = answer.headers.get("X-Door-Stamp") || "";
  } catch {
    // Cut off: the code stays, and is good for some minutes more.
  }
}

for (const place of document.querySelectorAll("[data-door]")) {
  look(place);
  setInterval(() => look(place), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || look(place));
}
