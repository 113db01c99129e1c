// What scripts say to people: `t("{n} of your votes are given.", { n })`, in the page's language.
//
// The sentences stand here in English; a page in another language brings its own with `boardWords`
// (board/languages/browser.py), which runs before any module.

const root = document.documentElement;
const { said = {} } = globalThis.boardWords || {};

// The language as board/web/live.py takes it: with the clock its reader is used to.
export const language = root.dataset.speech || root.lang || "en";

// Counts are written with the digits the server writes.
const numbers = new Intl.NumberFormat(root.lang === "en" || !root.lang ? "en" : `${root.lang}-u-nu-latn`);
const plurals = "PluralRules" in Intl ? new Intl.PluralRules(root.lang || "en") : null;
const [pattern = "H:mm", beforeNoon = "", afterNoon = ""] = (root.dataset.clock || "H:mm").split("|");

// A sentence with its {names} filled in.
export function t(sentence, names = {}) {
  return filled(typeof said[sentence] === "string" ? said[sentence] : sentence, names);
}

// A sentence for a count: `one` where {n} is 1, else `many`; other languages have other forms.
export function tn(n, one, many, names = {}) {
  const forms = said[one] || { one, other: many };
  const form = forms[category(n)] || forms.other || many;
  return filled(form, { n, ...names });
}

// 10,037
export function number(value) {
  return numbers.format(value);
}

// Minutes after midnight as the page's language writes them: 13:05, or 1:05 PM.
export function clockText(minutes) {
  const hour = Math.floor(minutes / 60);
  const twelve = ((hour + 11) % 12) + 1;
  const two = (count) => String(count).padStart(2, "0");
  const marks = { HH: two(hour), H: hour, hh: two(twelve), h: twelve, mm: two(minutes % 60), a: hour % 24 >= 12 ? afterNoon : beforeNoon };
  return pattern.replace(/HH?|hh?|mm|a/g, (mark) => marks[mark]);
}

function category(n) {
  if (plurals) return plurals.select(n);
  return n === 1 ? "one" : "other";
}

function filled(sentence, names) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!(name in names)) return whole;
    return typeof names[name] === "number" ? number(names[name]) : String(names[name]);
  });
}
