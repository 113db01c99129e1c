// Three friendly steps through the pitch form for who has never pitched: the same form, a piece at a time.

import { t } from "./words.js";

const LONGEST = 70; // characters of an idea that still makes a title

export function guided(form) {
  const all = (selector) => [...form.querySelectorAll(selector)];
  const title = form.elements.title;
  const idea = form.elements.description;
  const ideas = form.querySelector("[data-titles]");
  const examples = ideas.innerHTML;

  const at = () => Number(form.dataset.at || 0);

  function go(step, { focus = true } = {}) {
    form.dataset.at = String(step);
    if (step === 2) suggest();
    if (step === 3) preview();
    if (!focus) return;
    scrollTo(0, 0);
    const heading = form.querySelector(`[data-guide][data-step="${step}"] h2`);
    if (step === 2 && !title.value) title.focus();
    else heading.focus({ preventScroll: true });
  }

  // One step further, or the browser's own word about what is missing.
  function next() {
    if (at() === 2 && !title.reportValidity()) return;
    const step = at() + 1;
    history.pushState({ step }, "");
    go(step);
  }

  function leave() {
    delete form.dataset.at;
    form.querySelector("[data-guide-me]").hidden = false;
  }

  function suggest() {
    const words = idea.value.trim().split(/\n/)[0].replace(/[.!…\s]+$/, "");
    if (!words || words.length > LONGEST) {
      ideas.innerHTML = examples;
      return;
    }
    const made = /[?？؟]$/.test(words)
      ? [words, t("Let’s find out: {idea}", { idea: words })]
      : [words, t("{idea}: what works for you?", { idea: words }), t("{idea} for beginners", { idea: words })];
    ideas.textContent = "";
    ideas.append(...made.map(offered));
  }

  function offered(text) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "title-idea";
    button.textContent = text;
    item.append(button);
    return item;
  }

  function preview() {
    const wish = form.elements.kind.value === "wish";
    const show = (name, text) => (form.querySelector(`[data-preview-${name}]`).textContent = text);
    show("title", title.value);
    show("about", idea.value);
    form.querySelector("[data-preview]").classList.toggle("note", wish);
    form.querySelector("[data-preview-lead]").hidden = wish;
    form.querySelector("[data-preview-wish]").hidden = !wish;
  }

  ideas.addEventListener("click", ({ target }) => {
    if (!target.matches(".title-idea")) return;
    title.value = target.textContent;
    title.dispatchEvent(new Event("input", { bubbles: true }));
    title.focus();
  });
  form.addEventListener("change", () => at() === 3 && preview());
  all("[data-next]").forEach((button) => button.addEventListener("click", next));
  all("[data-previous]").forEach((button) => button.addEventListener("click", () => history.back()));
  all("[data-all-at-once]").forEach((button) => button.addEventListener("click", leave));
  all("[data-guide-me]").forEach((button) =>
    button.addEventListener("click", () => {
      history.replaceState({ step: 1 }, "");
      go(1);
    }),
  );
  addEventListener("popstate", ({ state }) => {
    if (form.dataset.at && state && state.step) go(state.step);
  });

  return {
    at,
    next,
    begin() {
      history.replaceState({ step: 1 }, "");
      go(1, { focus: false });
    },
    leave,
  };
}
