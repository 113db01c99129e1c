// Applies a change to a list without moving what is being read, and says what came in above it.

import { keepSteady } from "./live.js";
import { tn } from "./words.js";

export function steadyList(list, pill) {
  const above = new Set();

  keepSteady((change) => {
    const held = inView(list);
    const before = held && held.getBoundingClientRect().top;
    change();
    if (!held) return;
    const now = document.getElementById(held.id); // it may have been replaced
    if (now) scrollBy(0, now.getBoundingClientRect().top - before);
  });

  document.addEventListener("board:put", ({ detail }) => {
    if (!detail.old && detail.element.parentElement === list) above.add(detail.id);
  });
  document.addEventListener("board:patched", tell);
  addEventListener("scroll", clear, { passive: true });
  pill.addEventListener("click", () => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: 0, behavior: still ? "auto" : "smooth" });
    above.clear();
    tell();
  });

  function tell() {
    for (const id of above) {
      const card = document.getElementById(id);
      if (!card || card.hidden || card.getBoundingClientRect().bottom > 0) above.delete(id);
    }
    pill.hidden = above.size === 0;
    const text = tn(above.size, "{n} new topic", "{n} new topics");
    if (pill.textContent !== text) pill.textContent = text;
  }

  function clear() {
    if (above.size) tell();
  }
}

// The first element of the list that is whole on the screen.
function inView(list) {
  for (const child of list.children) {
    if (child.hidden) continue;
    const { top, bottom } = child.getBoundingClientRect();
    if (top >= 0 || bottom > innerHeight / 2) return child;
  }
  return null;
}
