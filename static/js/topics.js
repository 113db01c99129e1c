// The topics page: votes, what was seen, new topics, and the search box.

import "./ballot.js";
import "./offers.js";
import { watch } from "./seen.js";
import { steadyList } from "./steady.js";

const list = document.getElementById("topics");
const finder = document.querySelector("[data-finder]");
const none = document.querySelector("[data-none]");

function filter() {
  const words = finder.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  const grade = finder.grade.value;
  let shown = 0;
  for (const card of list.children) {
    const grades = card.dataset.grades;
    const text = words.length ? card.textContent.toLowerCase() : "";
    const fits = (!grade || !grades || grades.split(" ").includes(grade)) && words.every((word) => text.includes(word));
    if (card.hidden === fits) card.hidden = !fits;
    shown += fits;
  }
  none.hidden = shown > 0 || !list.children.length;
}

finder.addEventListener("input", filter);
finder.addEventListener("submit", (event) => {
  event.preventDefault();
  finder.q.blur();
});
document.addEventListener("board:patched", filter);
addEventListener("pageshow", filter); // a restored page has its search box filled in

steadyList(list, document.querySelector("[data-new]"));
watch(list);
filter();
