// Applies the ops of a frame to the page: put, del, keep, set, votes (see docs/protocol.md).
//
// What people have under their fingers survives: focus, text they typed, an opened <details>. After
// each op that changed elements, `board:put` or `board:del` tells who cares.

import { number } from "./words.js";

const verbs = { put, del, keep, set, votes };

export function apply(ops) {
  for (const [verb, ...args] of ops) {
    if (verbs[verb]) verbs[verb](...args);
  }
  document.dispatchEvent(new CustomEvent("board:patched"));
}

function put(id, into, html) {
  const fresh = parsed(html);
  const old = document.getElementById(id);
  const list = into ? document.getElementById(into) : null;
  if (!fresh || (!old && !list)) return;
  if (old && fresh.tagName === "LINK") dress(old, fresh);
  else if (old) replace(old, fresh);
  else list.prepend(fresh);
  tell("board:put", { id, element: fresh, old, into });
}

function del(id) {
  const old = document.getElementById(id);
  if (!old) return;
  old.remove();
  tell("board:del", { id });
}

function keep(into, ids) {
  const list = document.getElementById(into);
  if (!list) return;
  const kept = new Set(ids);
  for (const child of [...list.children]) {
    if (child.id && !kept.has(child.id)) del(child.id);
  }
}

function set(values) {
  for (const [key, value] of Object.entries(values)) {
    const text = typeof value === "number" ? number(value) : value;
    write(document.querySelectorAll(`[data-v="${CSS.escape(key)}"]`), text);
  }
  tell("board:set", { values });
}

// How many votes topics have: a topic's number as what it is more than the one before, and its count.
function votes(counts) {
  const told = new Map();
  let topic = 0;
  for (let i = 0; i < counts.length; i += 2) {
    topic += counts[i];
    told.set(topic, number(counts[i + 1]));
  }
  for (const card of document.querySelectorAll(".card")) {
    const [numbered, tally] = [card.querySelector(".topic-number"), card.querySelector(".tally")];
    const text = numbered && tally && told.get(Number(numbered.textContent.replace(/\D/g, "")));
    if (text) write([tally], text);
  }
}

function write(elements, text) {
  for (const element of elements) if (element.textContent !== text) element.textContent = text;
  tell("board:told", { elements });
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// The old style sheet stays until the new one is there: nothing is ever shown without either.
function dress(old, fresh) {
  old.removeAttribute("id");
  fresh.onload = fresh.onerror = () => old.remove();
  old.after(fresh);
}

function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const where = focused && address(focused);
  const range = focused && "selectionStart" in focused ? selection(focused) : null;
  carryTyped(old, fresh);
  carryOpened(old, fresh);
  old.replaceWith(fresh);
  const again = where && (fresh.matches(where) ? fresh : fresh.querySelector(where));
  if (!again) return;
  again.focus({ preventScroll: true });
  if (range) again.setSelectionRange(...range);
}

// How to find an element's successor: by id, by data-key, or by its name and value.
function address(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset.key) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  if (element.name) {
    const value = element.tagName === "BUTTON" ? `[value="${CSS.escape(element.value)}"]` : "";
    return `[name="${CSS.escape(element.name)}"]${value}`;
  }
  if (element.tagName === "SUMMARY") return "summary";
  return element.href ? `a[href="${CSS.escape(element.getAttribute("href"))}"]` : "";
}

function selection(field) {
  return field.selectionStart === null ? null : [field.selectionStart, field.selectionEnd];
}

function carryTyped(old, fresh) {
  for (const field of old.querySelectorAll("input[name], textarea[name], select[name]")) {
    if (!changed(field)) continue;
    const twin = [...fresh.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)].find(
      (other) => !/^(checkbox|radio)$/.test(field.type) || other.value === field.value,
    );
    if (!twin) continue;
    if (/^(checkbox|radio)$/.test(field.type)) twin.checked = field.checked;
    else twin.value = field.value;
  }
}

function changed(field) {
  if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((o) => o.selected !== o.defaultSelected);
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

function carryOpened(old, fresh) {
  const opened = [...old.querySelectorAll("details")];
  [...fresh.querySelectorAll("details")].forEach((details, i) => {
    if (opened[i] && opened[i].open) details.open = true;
  });
}

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
