// Where the page is served securely, keeps it for when the Wi-Fi is gone; see static/sw.js.

const EVERY = 120000; // ms between two times that "My day" is kept anew
const day = document.querySelector('link[rel="manifest"]').getAttribute("href").replace("app.webmanifest", "day");

async function install() {
  const { serviceWorker } = navigator;
  await serviceWorker.register("/sw.js");
  const keep = async () => (await serviceWorker.ready).active.postMessage({ keep: day });
  addEventListener("load", keep);
  if (document.readyState === "complete") await keep();
  document.addEventListener("visibilitychange", lately(keep));
}

function lately(act) {
  let last = Date.now();
  return () => {
    if (document.visibilityState !== "hidden" || Date.now() - last < EVERY) return;
    last = Date.now();
    act();
  };
}

try {
  if (window.isSecureContext && navigator.serviceWorker) install().catch(() => {});
} catch {
  // this browser keeps nothing: the board works all the same
}
