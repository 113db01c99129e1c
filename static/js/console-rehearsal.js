// Draws the rehearsal anew while it runs.

import { refresh } from "./refresh.js";

const EVERY = 1500; // ms

setInterval(() => {
  const shown = document.getElementById("rehearsal");
  if (shown && "running" in shown.dataset && document.visibilityState === "visible") refresh("rehearsal");
}, EVERY);
