// The band at the top of every scene: the count-down, and what was announced last. For a minute it covers
// the camp's name, which the whole hall sees; then it is a quiet line below it.

import { t } from "./words.js";

const OVER = 60000; // ms that a count-down stays at its end
const NEW = 60000; // ms that an announcement stands in large; board/live/lobby.py says the same without scripts
const OLD = 10 * 60000; // ms until it goes

export function watchNews(now) {
  const tell = () => {
    const news = document.getElementById("news");
    const [timer, said] = [news.querySelector(".news-timer"), news.querySelector(".news-said")];
    if (timer) count(timer, Number(timer.dataset.ends) - now());
    const age = said ? now() - Number(said.dataset.at) : 0;
    if (said) {
      said.hidden = age > OLD;
      said.classList.toggle("is-old", age > NEW);
    }
    news.hidden = [...news.children].every((each) => each.hidden);
    document.getElementById("wall").toggleAttribute("data-calm", age > NEW && !news.hidden && (!timer || timer.hidden));
  };
  document.addEventListener("board:patched", tell);
  setInterval(tell, 250);
  tell();
}

function count(timer, left) {
  timer.hidden = left < -OVER;
  timer.classList.toggle("is-over", left <= 0);
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const text = left <= 0 ? t("Time is up") : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  const place = timer.querySelector(".news-left");
  if (place.textContent !== text) place.textContent = text;
}
