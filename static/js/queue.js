// What I did and the board hasn't answered yet: it outlives a reload and a closed tab, where the
// browser lets us keep things, and belongs to one page at a time, so that two tabs never both send it.
//
// Each ask is a key of its own in localStorage, `board.ask/{camp}/{me}/{order}`: tabs can't overwrite
// each other's. `by` is the page that sends it; a page that goes away lets go of its asks, one that
// died is noticed by the age of its claim.

const STALE = 20000; // ms after which a claim that was not renewed is nobody's
const RENEW = 5000; // ms

export class Queue {
  constructor(camp, me) {
    this.prefix = `board.ask/${camp}/${me}/`;
    this.page = Math.random().toString(36).slice(2, 10);
    this.memory = new Map(); // stands in where nothing can be kept
    this.watchers = [];
    addEventListener("storage", ({ key }) => {
      if (key === null || key.startsWith(this.prefix)) this.tell();
    });
    addEventListener("pagehide", () => this.letGo());
    setInterval(() => this.renew(), RENEW);
  }

  // Calls `watcher()` when another tab changed the queue.
  watch(watcher) {
    this.watchers.push(watcher);
  }

  // All asks, oldest first: {key, by, at, t, topic or topics}.
  all() {
    const asks = [];
    for (const [key, text] of this.entries()) {
      try {
        asks.push({ ...JSON.parse(text), key });
      } catch {
        this.remove({ key }); // not ours, or cut off while it was written
      }
    }
    return asks.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  // Those this page has to send; it takes over what nobody sends any more.
  own() {
    const now = Date.now();
    return this.all().filter((ask) => {
      if (ask.by !== this.page && ask.by && Math.abs(now - ask.at) < STALE) return false;
      if (ask.by !== this.page) this.keep({ ...ask, by: this.page, at: now });
      return true;
    });
  }

  // A later ask about the same thing takes the place of an earlier one.
  add(what) {
    const asks = this.all();
    for (const ask of asks) if (ask.topic === what.topic) this.remove(ask);
    const last = asks.length ? parseInt(asks[asks.length - 1].key.slice(this.prefix.length), 36) : 0;
    const order = String((last + 1).toString(36)).padStart(6, "0");
    const ask = { ...what, key: `${this.prefix}${order}-${this.page}`, by: this.page, at: Date.now() };
    this.keep(ask);
    return ask;
  }

  remove({ key }) {
    this.memory.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing can be kept here
    }
  }

  keep({ key, ...ask }) {
    const text = JSON.stringify(ask);
    this.memory.delete(key);
    try {
      localStorage.setItem(key, text);
    } catch {
      this.memory.set(key, text);
    }
  }

  letGo() {
    for (const ask of this.all()) if (ask.by === this.page) this.keep({ ...ask, by: "" });
  }

  renew() {
    for (const ask of this.all()) if (ask.by === this.page) this.keep({ ...ask, at: Date.now() });
    this.tell();
  }

  tell() {
    for (const watcher of this.watchers) watcher();
  }

  entries() {
    const found = [...this.memory];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const key = localStorage.key(i);
        if (key.startsWith(this.prefix)) found.push([key, localStorage.getItem(key)]);
      }
    } catch {
      // nothing was kept here
    }
    return found;
  }
}
