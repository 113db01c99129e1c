// Tells the board which topics were on this screen, so that those few have seen come first for others.

import { page, wire } from "./live.js";

const LINGER = 2000; // ms a card has to stay in view: its title takes as long to read
const EVERY = 4000; // ms between two asks
const MOST = 60; // topics in one ask

export const told = new Set();
const waiting = new Set();
const timers = new Map();
let n = 1e9; // apart from the numbers of the ballot's asks

const eye =
  "IntersectionObserver" in window && page.me
    ? new IntersectionObserver(looked, { threshold: 0.6 })
    : null;

export function watch(list) {
  if (!eye) return;
  for (const card of list.children) eye.observe(card);
  document.addEventListener("board:put", ({ detail }) => {
    if (detail.old) eye.unobserve(detail.old);
    if (detail.element.parentElement === list) eye.observe(detail.element);
  });
  setInterval(tell, EVERY);
}

function looked(entries) {
  for (const { target, isIntersecting } of entries) {
    const topic = target.dataset.topic;
    clearTimeout(timers.get(topic));
    timers.delete(topic);
    if (!isIntersecting || told.has(topic)) continue;
    timers.set(topic, setTimeout(() => waiting.add(topic), LINGER));
  }
}

function tell() {
  const topics = [...waiting].slice(0, MOST);
  if (!topics.length || !wire.send({ t: "seen", n, topics })) return;
  n += 1;
  for (const topic of topics) {
    told.add(topic);
    waiting.delete(topic);
  }
}
