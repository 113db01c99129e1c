// The ids of pitches that went up or wait for the board: each is one topic's, whatever a form says that
// still has it, because somebody went back to it or this phone kept its page.

import { page } from "./live.js";

const place = `board:${page.camp}:pitched`;
const MOST = 100; // ids that are remembered, the latest

let memory = []; // where nothing can be kept

function all() {
  try {
    return JSON.parse(localStorage.getItem(place)) || memory;
  } catch {
    return memory;
  }
}

export const isPitched = (id) => all().includes(id);

export function pitched(id) {
  memory = [...all().filter((other) => other !== id), id].slice(-MOST);
  try {
    localStorage.setItem(place, JSON.stringify(memory));
  } catch {
    // it is remembered as long as the page
  }
}

export function drawnId() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => (byte % 36).toString(36)).join("");
}
