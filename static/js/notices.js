// Says something to the person at this screen, in the page's one live region.

import { t, tn } from "./words.js";

const PATIENCE = 3000; // ms that a connection may be gone before that is said
const KNOWN = 1000; // ms, where something waits for it

const place = () => document.getElementById("notices");

export function say(text, { kind = "", stay = 6000 } = {}) {
  const note = document.createElement("p");
  note.className = kind;
  note.textContent = text;
  place().append(note);
  if (stay) setTimeout(() => note.remove(), stay);
  return note;
}

let waiting = 0;
let cut = false;
let late = false; // whether something had to wait for the connection
let note = null;
let timer = 0;

// Says how many of my votes wait for the connection, and when all are saved.
export function waitingFor(n) {
  const more = n > waiting;
  waiting = n;
  if (note) note.textContent = words();
  else if (cut && more) later();
  if (n || !late || cut) return;
  late = false;
  say(t("All saved."), { kind: "saved", stay: 4000 });
}

// The note that the connection is gone: shown once it is missed, gone once it is back.
export function watchConnection(wire) {
  const update = () => {
    document.documentElement.dataset.wire = wire.state;
    cut = wire.state === "cut";
    clearTimeout(timer);
    if (cut && !note) {
      later();
    } else if (!cut && note) {
      note.remove();
      note = null;
    }
  };
  wire.addEventListener("state", update);
  wire.addEventListener("slow", () => {
    say(t("This network blocks live updates. The page looks for news every 10 seconds."), { stay: 9000 });
  });
  update();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(show, waiting ? KNOWN : PATIENCE);
}

function show() {
  note = say(words(), { kind: "cut", stay: 0 });
}

function words() {
  late = late || waiting > 0;
  if (!waiting) return t("Reconnecting… what you do is kept and sent then.");
  return tn(waiting, "Reconnecting… {n} vote is waiting for the Wi-Fi.", "Reconnecting… {n} votes are waiting for the Wi-Fi.");
}
