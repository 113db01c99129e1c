// Keeps the board open on a phone that lost its Wi-Fi, over HTTPS. `VERSION` stands above this, put
// there by board/web/installing.py: it changes with every static file.
//
// Pages come from the board; what was last seen of them only where the board can't be reached, or "My
// day" in place of one this phone never saw. All but an attendee's tabs and topics are left alone: a
// projector must not show somebody's day. Files come from what is kept: their addresses change with
// them. A new version takes over at once and throws away all that the old one kept.

const CACHE = `board-${VERSION}`;
const PATIENCE = 6000; // ms a page may take before what is kept is shown
const CAMP = /^\/c\/[^/]+/;
const KEPT = /^\/c\/[^/]+(\/(choices|grid|day|pitch))?$/;
const STOOD_IN = /^\/c\/[^/]+(\/(choices|grid|day|pitch|topics\/[^/]+))?$/; // kept ones, and topics
const FILE = /^\/(static|words)\/|^\/c\/[^/]+\/(brand|logo)\./;
const AWAY = [502, 503, 504]; // what a proxy says while the board restarts
const ME = /"me": ?"([^"]*)"/;
const TOLD = /(<script [^>]*id="page">\{)/; // where a page's scripts learn what they need

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  if (event.data && event.data.keep) event.waitUntil(keepDay(event.data.keep).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && STOOD_IN.test(pathname)) event.respondWith(page(event, pathname));
  else if (FILE.test(pathname)) event.respondWith(file(request));
});

async function takeOver() {
  const days = [];
  for (const name of await caches.keys()) {
    if (name === CACHE || !name.startsWith("board-")) continue;
    for (const { url } of await (await caches.open(name)).keys()) {
      if (url.endsWith("/day")) days.push(new URL(url).pathname);
    }
    await caches.delete(name);
  }
  await self.clients.claim();
  await Promise.all(days.map((day) => keepDay(day).catch(() => {})));
}

async function page(event, pathname) {
  const fresh = fetch(event.request);
  fresh.catch(() => {}); // it may fail after somebody has given up on it
  try {
    const response = await Promise.race([fresh, late()]);
    const old = AWAY.includes(response.status) && (await lastSeen(pathname));
    if (old) return old;
    if (response.ok && !response.redirected) event.waitUntil(keepPage(pathname, response.clone()));
    return response;
  } catch {
    return (await lastSeen(pathname)) || fresh;
  }
}

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}

async function lastSeen(pathname) {
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(pathname)) || (await cache.match(`${CAMP.exec(pathname)[0]}/day`));
  return kept && asKept(kept);
}

// The page, which says that it is an old one: what it calls "now" isn't.
async function asKept(response) {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response((await response.text()).replace(TOLD, '$1"kept": true, '), { headers });
}

// Pages belong to one person: another one, or nobody, and what was kept is gone.
async function keepPage(pathname, response) {
  if (!KEPT.test(pathname) || !(response.headers.get("content-type") || "").startsWith("text/html")) return;
  const found = ME.exec(await response.clone().text());
  const me = found ? found[1] : "";
  const cache = await caches.open(CACHE);
  const camp = CAMP.exec(pathname)[0];
  const whose = await cache.match(`${camp}/whose`);
  if (!whose || (await whose.text()) !== me) {
    for (const { url } of await cache.keys()) {
      if (KEPT.test(new URL(url).pathname) && url.includes(camp)) await cache.delete(url);
    }
    await cache.put(`${camp}/whose`, new Response(me));
  }
  if (me) await cache.put(pathname, response);
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

// "My day" with all it is made of.
async function keepDay(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  await keepPage(address, response.clone());
  const html = await response.text();
  const files = [...html.matchAll(/<(?:link|script)[^>]+(?:href|src)="([^"]+)"/g)].map((found) => found[1]);
  await Promise.all(files.filter((each) => FILE.test(each)).map((each) => gather(each, new Set())));
}

async function gather(address, gathered) {
  if (gathered.has(address)) return;
  gathered.add(address);
  const response = await file(new Request(address));
  if (!address.endsWith(".js")) return;
  const imports = [...(await response.clone().text()).matchAll(/(?:from |import |import\()"(\.\/[^"]+)"/g)];
  await Promise.all(imports.map((found) => gather(new URL(found[1], location.origin + address).pathname, gathered)));
}
