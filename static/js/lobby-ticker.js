// The latest moves and their reasons, one line after the other; it stands still where motion is unwelcome.

const EACH = 9000; // ms a line stays

export function runTicker() {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  setInterval(() => {
    const lines = [...document.getElementById("ticker").children];
    if (lines.length < 2 || still.matches) return;
    const at = lines.findIndex((line) => "on" in line.dataset);
    delete lines[at].dataset.on;
    lines[(at + 1) % lines.length].dataset.on = "";
  }, EACH);
}
