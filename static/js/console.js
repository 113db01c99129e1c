// The console's pages: buttons and forms post from where they stand, sheets open over their section.

import { caughtUp, once, post, tell } from "./console-posts.js";
import { say } from "./notices.js";

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.id !== "act" && !("fetch" in form.dataset)) return;
  if (!("submitter" in event)) return; // an older browser posts it by itself
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const fields = new FormData(form);
  if (submitter && submitter.name) fields.set(submitter.name, submitter.value);
  const path = submitter && submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
  const answer = await post(path, fields);
  form.removeAttribute("aria-busy");
  if (answer.ok) {
    done(form, submitter, answer);
  } else {
    refused(form, submitter, answer);
  }
});

async function done(form, submitter, answer) {
  for (const wrong of form.querySelectorAll(".wrong")) wrong.remove();
  await caughtUp(answer.seq);
  if (over.open) over.close();
  else if (form.id !== "act") renew(form);
  document.querySelector(".flash")?.remove();
  if (!submitter || submitter.name !== "action") tell(answer);
}

// An emptied form, for the next of its kind.
function renew(form) {
  form.reset();
  if (form.elements.once) form.elements.once.value = once();
}

function refused(form, submitter, { detail }) {
  const near = form.id !== "act" ? form : submitter && submitter.closest(".sheet");
  if (!near) {
    say(detail, { kind: "refused", stay: 10000 });
    return;
  }
  for (const old of near.querySelectorAll(".wrong")) old.remove();
  const wrong = document.createElement("p");
  wrong.className = "wrong";
  wrong.setAttribute("role", "alert");
  wrong.textContent = detail;
  near.prepend(wrong);
  wrong.scrollIntoView({ block: "nearest" });
}

// Sheets

const over = document.createElement("dialog");
over.className = "over";
over.setAttribute("aria-labelledby", "sheet-head");
document.body.append(over);
let opener = "";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sheet], a[data-close]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if ("close" in link.dataset) {
    if (!over.open) return;
    event.preventDefault();
    over.close();
    return;
  }
  event.preventDefault();
  opener = link.getAttribute("href");
  open(link.href);
});

async function open(href) {
  try {
    const response = await fetch(href);
    const text = await response.text();
    const sheet = new DOMParser().parseFromString(text, "text/html").getElementById("sheet");
    if (!response.ok || !sheet) throw new Error("no sheet");
    over.textContent = "";
    over.append(sheet);
    over.showModal();
    over.scrollTop = 0;
  } catch {
    location.href = href; // let the page itself say what is the matter
  }
}

over.addEventListener("click", (event) => {
  if (event.target === over) over.close(); // the backdrop
});

over.addEventListener("close", () => {
  over.textContent = "";
  if (document.activeElement && document.activeElement !== document.body) return;
  document.querySelector(`a[href="${CSS.escape(opener)}"]`)?.focus({ preventScroll: true });
});
