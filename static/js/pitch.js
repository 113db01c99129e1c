// The pitch form: similar topics while one types.

import "./ballot.js";
import "./offers.js";

const title = document.getElementById("title");
const place = document.getElementById("similar");
const PAUSE = 350; // ms without typing

let timer = 0;
let asked = "";

title.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});

async function look() {
  const wanted = title.value.trim();
  if (wanted === asked) return;
  asked = wanted;
  try {
    const response = await fetch(`${title.dataset.similar}?title=${encodeURIComponent(wanted)}`);
    const html = response.ok ? (await response.text()).trim() : "";
    if (asked === wanted && place.innerHTML !== html) place.innerHTML = html;
  } catch {
    // it was only a hint
  }
}
