// The wire between this page and the board: a WebSocket, or server-sent events where those are blocked,
// or, where those are too, a look at the news now and then.
//
// Events: "frame" (detail: a parsed frame; patches and snapshots only if they apply), "open",
// "state" (detail: "live" or "cut"), "slow" (it comes down to looking now and then). `send` takes an
// ask and says whether it is on its way; an ask that matters is sent again by who asked it, when the
// wire opens anew.


import { language } from "./words.js";

const SILENT = 40000; // ms: the board beats within 30 s of quiet
const BEAT = 25000; // ms between our own signs of life
const FIRST = 2000; // ms: the first retry comes within this
const LONGEST = 20000; // ms
const OPENING = 8000; // ms a wire may take to its first frame
const SOCKET_AGAIN = 120000; // ms on server-sent events before a socket is tried again
const OUT = [4401, 4404]; // close codes: who looks is not in any more, or there is no such camp
const POCKET = 60000; // ms that nobody looks before a phone leaves the air to others

export class Wire {
  constructor({ camp, audience, seq, epoch, kept }) {
    this.listeners = {}; // browsers of the baseline can't extend EventTarget
    this.errands = []; // functions that say whether something waits to be answered
    this.camp = camp;
    this.audience = audience;
    this.seq = seq;
    this.epoch = epoch;
    // Until proved otherwise: the page is fresh, unless this phone had kept it (static/sw.js).
    this.state = kept || navigator.onLine === false ? "cut" : "live";
    this.renewed = Boolean(performance.navigation) && performance.navigation.type === 1; // by a reload
    this.skew = 0; // ms the board's clock is ahead of ours
    this.lastHeard = Date.now();
    this.failures = 0;
    this.socketFailures = 0;
    this.eventFailures = 0;
    this.channel = null;
    this.hiddenAt = document.visibilityState === "hidden" ? Date.now() : 0; // 0: somebody looks
    this.watchWindow();
    setInterval(() => this.checkPulse(), 5000);
    setInterval(() => this.send({ t: "beat" }), BEAT);
    // Not before every module of the page has had its turn to listen.
    if (document.readyState === "complete") this.connect();
    for (const name of ["DOMContentLoaded", "load"]) addEventListener(name, () => this.connect());
  }

  get open() {
    return this.channel !== null && this.channel.open;
  }

  send(ask) {
    return this.open && this.channel.send(ask);
  }

  addEventListener(name, listener) {
    (this.listeners[name] = this.listeners[name] || []).push(listener);
  }

  tell(name, detail) {
    for (const listener of this.listeners[name] || []) listener({ detail });
  }

  // Something was not answered: the wire may be dead without having said so.
  doubt() {
    this.setState("cut");
    this.reconnect();
  }

  // Connect at once, whatever went before.
  reconnect() {
    this.drop();
    this.failures = 0;
    this.connect();
  }

  connect() {
    clearTimeout(this.retry);
    if (this.channel || this.resting) return;
    this.openedAt = Date.now();
    this.heard = false;
    this.channel = this.opened();
  }

  opened() {
    try {
      if (this.best() === "socket") return new Socket(this);
    } catch {
      this.socketFailures = 2; // forbidden, as browsers do by throwing: there is no use in trying again
    }
    return new StandIn(this, this.best());
  }

  best() {
    const noSocket = this.socketFailures >= 2 || !("WebSocket" in window);
    const noEvents = this.eventFailures >= 2 || !("EventSource" in window);
    if (!noSocket) return "socket";
    return noEvents ? "polls" : "events";
  }

  drop() {
    clearTimeout(this.retry);
    const channel = this.channel;
    this.channel = null;
    if (channel) channel.close();
  }

  // Called by a channel that is gone; `out` if the board put it out.
  lost(channel, out = false) {
    if (channel !== this.channel) return;
    if (out && !this.renewed) {
      this.leave();
      return;
    }
    const before = this.best();
    if (!this.heard) this.failed(channel);
    this.drop();
    this.setState("cut");
    const wait = this.failures === 0 ? FIRST : Math.min(FIRST * 2 ** this.failures, LONGEST);
    this.failures += 1;
    const soon = this.best() !== before; // what never worked gets its stand-in at once
    this.retry = setTimeout(() => this.connect(), soon ? 0 : Math.random() * wait);
  }

  // Whoever looks at this page may not any more. What they may see instead, the door or a refusal, comes
  // from the board; not twice running, for then it would come for ever.
  leave() {
    this.resting = true;
    this.drop();
    this.setState("cut");
    location.reload();
  }

  failed(channel) {
    if (channel.kind === "socket") this.socketFailures += 1;
    else if (channel.kind === "events") this.eventFailures += 1;
    // If the last stand-in fares no better, it isn't that the others are blocked: the board is away.
    else this.socketFailures = this.eventFailures = 0;
  }

  hear(channel, frame) {
    if (channel !== this.channel) return;
    this.lastHeard = Date.now();
    if (!this.heard) {
      this.heard = true;
      this.failures = 0;
      this.renewed = false;
      if (channel.kind === "socket") this.socketFailures = 0;
      if (channel.kind === "events") this.eventFailures = 0;
      this.setState("live");
      this.tell("open");
      const slow = channel.kind === "polls";
      if (slow && !this.slow) this.tell("slow");
      this.slow = slow;
    }
    const expected = { patch: frame.from, beat: frame.seq }[frame.t];
    if (expected !== undefined && expected !== this.seq) {
      this.reconnect(); // ask for what we missed
      return;
    }
    if (frame.t === "snapshot") this.epoch = frame.epoch;
    if (frame.t === "patch" || frame.t === "snapshot") this.seq = frame.seq;
    if (frame.t === "beat") this.skew = frame.now - Date.now();
    this.tell("frame", frame);
  }

  checkPulse() {
    if (this.resting || !this.channel) return;
    const now = Date.now();
    if (this.pocketed(now)) {
      this.resting = true;
      this.drop();
      return;
    }
    const opening = !this.heard && now - this.openedAt > OPENING;
    if (opening || now - Math.max(this.lastHeard, this.openedAt) > SILENT) {
      this.lost(this.channel);
    } else if (this.channel.kind !== "socket" && this.heard && now - this.openedAt > SOCKET_AGAIN) {
      this.socketFailures = Math.min(this.socketFailures, 1); // one try each; then it is this again
      this.eventFailures = Math.min(this.eventFailures, 1);
      this.reconnect();
    }
  }

  // Whether this is a phone at which nobody looks, with nothing left to send. It misses nothing: what it
  // was not told comes in one frame when somebody looks again.
  pocketed(now) {
    if (!this.hiddenAt || !this.heard || !/^(phone|grid)$/.test(this.audience)) return false;
    return now - this.hiddenAt > POCKET && !this.errands.some((waits) => waits());
  }

  watchWindow() {
    addEventListener("offline", () => this.setState("cut"));
    addEventListener("online", () => this.reconnect());
    document.addEventListener("visibilitychange", () => {
      const now = Date.now();
      this.hiddenAt = document.visibilityState === "hidden" ? now : 0;
      if (this.hiddenAt) return;
      const stale = !this.open || now - this.lastHeard > 30000;
      this.resting = false;
      if (stale) this.reconnect();
    });
    // A page in the back/forward cache must not hold a socket; it comes back with one.
    addEventListener("pagehide", () => {
      this.resting = true;
      this.drop();
    });
    addEventListener("pageshow", () => {
      if (!this.resting) return;
      this.resting = false;
      this.reconnect();
    });
  }

  setState(state) {
    if (this.state === state) return;
    this.state = state;
    this.tell("state", state);
  }

  address(path) {
    const query = new URLSearchParams({
      audience: this.audience,
      since: String(this.seq),
      epoch: this.epoch,
      lang: language,
    });
    return `/c/${this.camp}/${path}?${query}`;
  }
}

class Socket {
  constructor(wire) {
    this.kind = "socket";
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}${wire.address("live")}`);
    this.socket.onmessage = (message) => wire.hear(this, JSON.parse(message.data));
    this.socket.onclose = ({ code }) => wire.lost(this, OUT.includes(code));
  }

  get open() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(ask) {
    this.socket.send(JSON.stringify(ask));
    return true;
  }

  close() {
    this.socket.onclose = this.socket.onmessage = null;
    this.socket.close();
  }
}

// What stands in for a socket is fetched where one is needed: few networks block them.
class StandIn {
  constructor(wire, kind) {
    this.kind = kind;
    this.channel = null;
    this.closed = false;
    this.fetch(wire).catch(() => wire.lost(this));
  }

  async fetch(wire) {
    const stands = await import("./standins.js");
    if (!this.closed) this.channel = this.kind === "polls" ? new stands.Polls(wire, this) : new stands.Events(wire, this);
  }

  get open() {
    return this.channel !== null && this.channel.open;
  }

  send(ask) {
    return this.channel.send(ask);
  }

  close() {
    this.closed = true;
    if (this.channel) this.channel.close();
  }
}
