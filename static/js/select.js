// Links that are there to be copied are selected by one tap.

document.addEventListener("click", ({ target }) => {
  if (target.matches && target.matches("[data-select]")) target.select();
});
