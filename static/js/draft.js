// A pitch that isn't sent yet: what was typed survives a reload, a lost page and a change of mind.

import { page } from "./live.js";

const place = `board:${page.camp}:${page.me}:pitch`;

// [[name, value], ...] of what a form says.
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => name !== "compare" && typeof value === "string");
}

export function draft() {
  try {
    const fields = JSON.parse(localStorage.getItem(place));
    return Array.isArray(fields) && fields.length ? fields : null;
  } catch {
    return null;
  }
}

export function keepDraft(fields) {
  try {
    localStorage.setItem(place, JSON.stringify(fields));
  } catch {
    // it lives as long as the page
  }
}

export function dropDraft() {
  try {
    localStorage.removeItem(place);
  } catch {
    // there is none
  }
}

export function fill(form, fields) {
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || name === "compare") continue;
    const values = fields.filter(([named]) => named === name).map(([, value]) => value);
    if (type === "checkbox" || type === "radio") control.checked = values.includes(control.value);
    else if (values.length) [control.value] = values;
  }
}

// Whether somebody typed words, and didn't just open the form.
export function wordsIn(fields) {
  return fields.some(([name, value]) => ["title", "description", "tags", "bring"].includes(name) && value.trim());
}
