// The lobby's remote: finds a topic while one types, and turns the spotlight by arrow keys.

document.documentElement.dataset.js = "";

const field = document.getElementById("pick-find");
const picks = [...document.querySelectorAll("#picks > li")];

field.addEventListener("input", () => {
  const wanted = field.value.trim().toLocaleLowerCase();
  for (const pick of picks) pick.hidden = !pick.textContent.toLocaleLowerCase().includes(wanted);
});

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const named = event.key === forward ? "next" : "previous";
  const button = document.querySelector(`#remote [data-key="${named}"]`);
  if (button) button.click();
});
