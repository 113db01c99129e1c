// Forgets whoever walked away: after a while without a key or a tap the page is as for a stranger.

import { tn } from "./words.js";

const LEFT = 60000; // ms without a sign of anybody after which it is forgotten
const WARNED = 15000; // ms before that in which it is said

// `busy()` tells whether there is anything to forget, `forget()` does it, `note` says so before.
export function forgetAfter({ busy, forget, note }) {
  let since = Date.now();
  const touched = () => {
    since = Date.now();
    note.hidden = true;
  };
  for (const sign of ["keydown", "pointerdown", "input", "touchstart"]) addEventListener(sign, touched, { passive: true });
  setInterval(() => {
    const left = LEFT - (Date.now() - since);
    if (!busy()) {
      touched();
    } else if (left <= 0) {
      touched();
      forget();
    } else if (left <= WARNED) {
      note.textContent = tn(Math.ceil(left / 1000), "Still there? This page forgets everything in {n} second.", "Still there? This page forgets everything in {n} seconds.");
      note.hidden = false;
    }
  }, 1000);
}

// Posts a form's fields: the board's answer, or {away: true} while it can't be reached.
export async function post(path, fields) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 8000);
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
      signal: stop.signal,
    });
    if (response.status >= 500 && response.status !== 507) return { away: true };
    return { ok: response.ok, ...(await response.json()) };
  } catch {
    return { away: true };
  } finally {
    clearTimeout(timer);
  }
}
