// The print button, where there are scripts.

document.querySelector("[data-print]").addEventListener("click", () => print());
