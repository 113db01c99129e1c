// Says something to the person at this screen, in the page's one live region.

const place = () => document.getElementById("notices");

export function say(text, { kind = "", stay = 6000 } = {}) {
  const note = document.createElement("p");
  note.className = kind;
  note.textContent = text;
  place().append(note);
  if (stay) setTimeout(() => note.remove(), stay);
  return note;
}

// The note that the connection is gone: shown once it is missed, gone once it is back.
export function watchConnection(wire, { patience = 3000 } = {}) {
  let timer = 0;
  let note = null;
  const update = () => {
    document.documentElement.dataset.wire = wire.state;
    clearTimeout(timer);
    if (wire.state === "live") {
      if (note) note.remove();
      note = null;
    } else if (!note) {
      timer = setTimeout(() => {
        note = say("Reconnecting… what you do is kept and sent then.", { kind: "cut", stay: 0 });
      }, patience);
    }
  };
  wire.addEventListener("state", update);
  update();
}
