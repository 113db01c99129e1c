// Drags the rows of a list by their handles, with a finger, a pen or a mouse.
//
// Gives a function that says whether a drag is on.

const EDGE = 70; // px from the screen's edge at which the page scrolls along

export function sortable({ list, handle, dropped }) {
  let drag = null;

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(handle);
    if (!grip || event.button > 0 || drag) return;
    const row = grip.closest("li");
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    drag = { row, grip, id: event.pointerId, grab: event.clientY - row.getBoundingClientRect().top, y: event.clientY, moved: false };
    row.classList.add("dragged");
    grip.addEventListener("pointermove", moved);
    grip.addEventListener("pointerup", ended);
    grip.addEventListener("pointercancel", ended);
    requestAnimationFrame(step);
  });

  function moved(event) {
    if (event.pointerId === drag.id) drag.y = event.clientY;
  }

  function step() {
    if (!drag) return;
    if (drag.y < EDGE) scrollBy(0, -8);
    else if (drag.y > innerHeight - EDGE - 60) scrollBy(0, 8);
    place();
    requestAnimationFrame(step);
  }

  function place() {
    const { row, y, grab } = drag;
    const middle = y - grab + row.offsetHeight / 2;
    const before = row.previousElementSibling;
    const after = row.nextElementSibling;
    if (before && middle < centre(before)) swap(() => before.before(row));
    else if (after && middle > centre(after)) swap(() => after.after(row));
    row.style.transform = "";
    row.style.transform = `translateY(${y - grab - row.getBoundingClientRect().top}px)`;
  }

  function swap(change) {
    drag.moved = true;
    change();
    // Moving the row in the page lets go of the pointer in some browsers.
    if (!drag.grip.hasPointerCapture(drag.id)) {
      try {
        drag.grip.setPointerCapture(drag.id);
      } catch {
        ended({ pointerId: drag.id });
      }
    }
  }

  function ended(event) {
    if (!drag || event.pointerId !== drag.id) return;
    const { row, grip, moved: hasMoved } = drag;
    drag = null;
    row.classList.remove("dragged");
    row.style.transform = "";
    grip.removeEventListener("pointermove", moved);
    grip.removeEventListener("pointerup", ended);
    grip.removeEventListener("pointercancel", ended);
    if (hasMoved && row.parentElement === list()) dropped(row);
  }

  return () => drag !== null;
}

function centre(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
