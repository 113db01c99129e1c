// Draws a piece of this page anew, from the server, where a patch can't do it.

let busy = null;
let again = false;

export function refresh(id) {
  if (busy) {
    again = true;
    return busy;
  }
  busy = fetched(id).finally(() => {
    busy = null;
    if (again) {
      again = false;
      refresh(id);
    }
  });
  return busy;
}

async function fetched(id) {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById(id);
    const old = document.getElementById(id);
    if (!fresh || !old || old.contains(document.activeElement) && /INPUT|TEXTAREA/.test(document.activeElement.tagName)) return;
    const key = document.activeElement.dataset && document.activeElement.dataset.key;
    // Numbers follow the wire: what was fetched may be ahead of it, and count a vote of mine twice.
    for (const value of old.querySelectorAll("[data-v]")) {
      const twin = fresh.querySelector(`[data-v="${CSS.escape(value.dataset.v)}"]`);
      if (twin) twin.replaceWith(value);
    }
    old.replaceWith(fresh);
    const focused = key && fresh.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (focused) focused.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("board:patched", { detail: { drawn: true } }));
  } catch {
    // offline: the page stays as it is until the wire is back and says what changed
  }
}
