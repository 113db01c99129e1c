// May two topics become one? Shown to those who lead them (see offers.js), answered with one tap.

import { say } from "./notices.js";
import { t } from "./words.js";

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!("merge" in form.dataset) || !submitter) return; // without a submitter the form posts itself
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const fields = new FormData(form);
  fields.set(submitter.name, submitter.value);
  const body = new URLSearchParams(fields);
  try {
    const response = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
    const answer = await response.json();
    if (!response.ok) say(answer.detail, { kind: "refused", stay: 9000 });
    else if (submitter.value === "yes") say(t("Thank you! They become one as soon as everybody who is asked agrees."));
    else say(t("Fine, they stay two topics."));
  } catch (error) {
    say(t("The board can't be reached. Please try again."), { kind: "refused" });
  }
  form.removeAttribute("aria-busy");
});
