// What scripts say to people: `t("{n} of your votes are given.", { n })`, in the page's language.

export function t(sentence, names = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in names ? String(names[name]) : whole));
}
