// One topic's page: drawn anew when the topic, where it is, or who asks to help leading it changes.

import "./ballot.js";
import { wire } from "./live.js";
import "./offers.js";
import { refresh } from "./refresh.js";
import "./select.js";
import "./share.js";

const topic = document.getElementById("topic-page").dataset.topic;
const mine = [`topic-${topic}`, `by-${topic}`, `company-${topic}`];

document.addEventListener("board:set", ({ detail }) => {
  if (`at-${topic}` in detail.values) refresh("topic-page");
});

wire.addEventListener("frame", ({ detail: frame }) => {
  if (!frame.ops) return;
  if (frame.ops.some(([verb, id]) => (verb === "put" || verb === "del") && mine.includes(id))) {
    refresh("topic-page");
  }
});
