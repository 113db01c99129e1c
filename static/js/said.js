// What organisers tell everybody: said where it is seen, however far down one has read, and dismissed.

import "./timer.js";
import { page } from "./live.js";
import { say } from "./notices.js";

const LONG = 20000; // ms that a new announcement stays in view
const KEPT = 12; // dismissed announcements that a browser remembers; board/web/pages/announcements.py agrees
const cookie = `board-said-${page.camp}`;

function dismissed() {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${cookie}=`));
  return found ? found.slice(cookie.length + 1).split(".") : [];
}

function dismiss(id) {
  const ids = [id, ...dismissed().filter((one) => one !== id)].slice(0, KEPT);
  document.cookie = `${cookie}=${ids.join(".")}; path=/; max-age=864000; SameSite=Lax`;
}

function hide() {
  const gone = dismissed();
  for (const one of document.querySelectorAll("#said [data-said]")) {
    if (gone.includes(one.dataset.said)) one.hidden = true;
  }
}

document.addEventListener("click", (event) => {
  const close = event.target.closest && event.target.closest(".said-close");
  if (!close) return;
  event.preventDefault();
  dismiss(close.closest("[data-said]").dataset.said);
  hide();
  document.querySelector(".said-all a").focus({ preventScroll: true });
});

document.addEventListener("board:put", ({ detail: { id, element, old } }) => {
  if (id !== "said") return;
  hide();
  const known = old ? [...old.querySelectorAll("[data-said]")].map((one) => one.dataset.said) : [];
  const newest = element.querySelector("[data-said]");
  if (newest && !newest.hidden && known[0] !== newest.dataset.said && !known.includes(newest.dataset.said)) {
    say(newest.querySelector(".said-text").textContent, { kind: "asked", stay: LONG });
  }
});

hide(); // dismissed in another tab, or on a page that the browser kept
