// Sharing a link: by the phone's own sheet where there is one, else by copying it. Plain HTTP has
// neither that nor a clipboard; selecting and copying as one does by hand works everywhere.

import { say } from "./notices.js";
import { t } from "./words.js";

const canShare = () => typeof navigator.share === "function";

function ready() {
  for (const button of document.querySelectorAll("[data-share][hidden]")) {
    if (!canShare()) button.textContent = t("Copy the link");
    button.hidden = false;
  }
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-share]");
  if (!button) return;
  const field = document.getElementById(button.dataset.share);
  if (canShare()) {
    try {
      await navigator.share({ title: button.dataset.shareTitle, url: field.value });
      return;
    } catch (error) {
      if (error.name === "AbortError") return; // they changed their mind
    }
  }
  field.focus({ preventScroll: true });
  field.select();
  field.setSelectionRange(0, field.value.length);
  say(document.execCommand("copy") ? t("The link is copied.") : t("The link is selected: copy it from here."));
});

document.addEventListener("board:patched", ready);
ready();
