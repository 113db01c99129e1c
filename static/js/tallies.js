// My own votes in the numbers of votes: the board's come some seconds later, mine count at once.
//
// What a page shows is what the board counted, and what I changed since: one more for a topic that I
// voted for, one less for one that I took my vote back from. A number never jumps back and forth.

import { number } from "./words.js";

const laid = new Map(); // topic: what is laid over its number, 1 or -1
const boards = new WeakMap(); // element: the board's number under it

// `ballot` is mine now, `counted` as it is in the numbers that the board said last.
export function layOver(ballot, counted) {
  const mine = new Map();
  for (const topic of ballot) if (!counted.includes(topic)) mine.set(topic, 1);
  for (const topic of counted) if (!ballot.includes(topic)) mine.set(topic, -1);
  for (const topic of new Set([...laid.keys(), ...mine.keys()])) lay(topic, mine.get(topic) || 0);
}

function lay(topic, more) {
  for (const element of tallies(topic)) {
    if (!boards.has(element)) boards.set(element, element.textContent);
    const text = boards.get(element);
    const shown = more && text ? number(Math.max(0, Number(text.replace(/\D/g, "")) + more)) : text;
    if (element.textContent !== shown) element.textContent = shown;
    if (!more) boards.delete(element);
  }
  if (more) laid.set(topic, more);
  else laid.delete(topic);
}

function tallies(topic) {
  return document.querySelectorAll(`.tally[data-v="n-${CSS.escape(topic)}"]`);
}

// What the board writes itself is its own number again.
document.addEventListener("board:told", ({ detail }) => {
  for (const element of detail.elements) boards.delete(element);
});
