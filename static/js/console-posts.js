// Posts organisers' forms and buttons without leaving the page; the wire brings what changed.

import { page, wire } from "./live.js";
import { say } from "./notices.js";
import { t } from "./words.js";

const LATE = 4000; // ms the wire may take to show what was done; then the page is loaded anew
const OFFLINE = t("The board can’t be reached, so this is not done yet. Please try again.");

// {ok, detail, seq, said, action}; `path` as in a form's action.
export async function post(path, fields) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
    });
    const answer = await response.json();
    return { ok: response.ok, ...answer };
  } catch {
    return { ok: false, detail: OFFLINE };
  }
}

export function at(path) {
  return `/c/${page.camp}/console${path}`;
}

// A token that makes a post that is sent twice count once.
export function once() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join("");
}

// Says what was done, with a way back.
export function tell({ said, action }) {
  if (!said) return;
  const note = say(t("{what}.", { what: said }), { kind: "said", stay: 8000 });
  if (!action) return;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "quiet";
  undo.textContent = t("Undo");
  undo.addEventListener("click", async () => {
    note.remove();
    const answer = await post(at("/undone"), { action });
    if (answer.ok) await caughtUp(answer.seq);
    else say(answer.detail, { kind: "refused" });
  });
  note.append(undo);
}

// When the page shows entry `seq`.
export async function caughtUp(seq) {
  const deadline = Date.now() + LATE;
  while (wire.seq < seq) {
    if (Date.now() > deadline) return location.reload();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
