// Trying takes a moment: the button says so, and a second tap does nothing.

import { t } from "./words.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("try" in form.dataset)) return;
  if (form.getAttribute("aria-busy")) return event.preventDefault();
  form.setAttribute("aria-busy", "true");
  const button = form.querySelector("button");
  button.dataset.words = button.textContent;
  button.textContent = t("Planning both …");
});

// Back from the answer, the page may be shown as it was left.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-try][aria-busy]")) {
    form.removeAttribute("aria-busy");
    const button = form.querySelector("button");
    button.textContent = button.dataset.words;
  }
});
