// One topic's page: drawn anew when the topic, or where it is, changes.

import "./ballot.js";
import { wire } from "./live.js";
import "./offers.js";
import { refresh } from "./refresh.js";
import "./select.js";

const topic = document.getElementById("topic-page").dataset.topic;

document.addEventListener("board:set", ({ detail }) => {
  if (`at-${topic}` in detail.values) refresh("topic-page");
});

wire.addEventListener("frame", ({ detail: frame }) => {
  if (!frame.ops) return;
  if (frame.ops.some(([verb, id]) => (verb === "put" || verb === "del") && id === `topic-${topic}`)) {
    refresh("topic-page");
  }
});
