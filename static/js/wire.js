// The wire between this page and the board: a WebSocket, or server-sent events where those are blocked.
//
// Events: "frame" (detail: a parsed frame; patches and snapshots only if they apply), "open",
// "state" (detail: "live" or "cut"). `send` takes an ask and says whether it is on its way; an ask
// that matters is sent again by who asked it, when the wire opens anew.

const SILENT = 40000; // ms: the board beats every 15 s of quiet
const BEAT = 25000; // ms between our own signs of life
const FIRST = 2000; // ms: the first retry comes within this
const LONGEST = 20000; // ms
const OPENING = 8000; // ms a wire may take to its first frame
const SOCKET_AGAIN = 120000; // ms on server-sent events before a socket is tried again

export class Wire extends EventTarget {
  constructor({ camp, audience, seq, epoch }) {
    super();
    this.camp = camp;
    this.audience = audience;
    this.seq = seq;
    this.epoch = epoch;
    this.state = "live"; // until proved otherwise: the page is fresh
    this.skew = 0; // ms the board's clock is ahead of ours
    this.lastHeard = Date.now();
    this.failures = 0;
    this.socketFailures = 0;
    this.channel = null;
    this.watchWindow();
    setInterval(() => this.checkPulse(), 5000);
    setInterval(() => this.send({ t: "beat" }), BEAT);
    this.connect();
  }

  get open() {
    return this.channel !== null && this.channel.open;
  }

  send(ask) {
    return this.open && this.channel.send(ask);
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
    const blocked = this.socketFailures >= 2;
    const Channel = blocked || !("WebSocket" in window) ? Events : Socket;
    this.openedAt = Date.now();
    this.heard = false;
    this.channel = new Channel(this);
  }

  drop() {
    clearTimeout(this.retry);
    const channel = this.channel;
    this.channel = null;
    if (channel) channel.close();
  }

  // Called by a channel that is gone.
  lost(channel) {
    if (channel !== this.channel) return;
    // If its stand-in fares no better, it isn't sockets that are blocked: the board is away.
    if (!this.heard) this.socketFailures = channel instanceof Socket ? this.socketFailures + 1 : 0;
    this.drop();
    this.setState("cut");
    const wait = this.failures === 0 ? FIRST : Math.min(FIRST * 2 ** this.failures, LONGEST);
    this.failures += 1;
    // A socket that never worked gets its stand-in at once.
    const soon = this.socketFailures === 2 && channel instanceof Socket;
    this.retry = setTimeout(() => this.connect(), soon ? 0 : Math.random() * wait);
  }

  hear(channel, frame) {
    if (channel !== this.channel) return;
    this.lastHeard = Date.now();
    if (!this.heard) {
      this.heard = true;
      this.failures = 0;
      if (channel instanceof Socket) this.socketFailures = 0;
      this.setState("live");
      this.dispatchEvent(new Event("open"));
    }
    const expected = { patch: frame.from, beat: frame.seq }[frame.t];
    if (expected !== undefined && expected !== this.seq) {
      this.reconnect(); // ask for what we missed
      return;
    }
    if (frame.t === "snapshot") this.epoch = frame.epoch;
    if (frame.t === "patch" || frame.t === "snapshot") this.seq = frame.seq;
    if (frame.t === "beat") this.skew = frame.now - Date.now();
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  checkPulse() {
    if (this.resting || !this.channel) return;
    const now = Date.now();
    const opening = !this.heard && now - this.openedAt > OPENING;
    if (opening || now - Math.max(this.lastHeard, this.openedAt) > SILENT) {
      this.lost(this.channel);
    } else if (this.channel instanceof Events && this.heard && now - this.openedAt > SOCKET_AGAIN) {
      this.socketFailures = 1; // one try; if it fails, events it is again
      this.reconnect();
    }
  }

  watchWindow() {
    addEventListener("offline", () => this.setState("cut"));
    addEventListener("online", () => this.reconnect());
    document.addEventListener("visibilitychange", () => {
      const stale = !this.open || Date.now() - this.lastHeard > 20000;
      if (document.visibilityState === "visible" && stale) this.reconnect();
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
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  address(path) {
    const query = new URLSearchParams({
      audience: this.audience,
      since: String(this.seq),
      epoch: this.epoch,
    });
    return `/c/${this.camp}/${path}?${query}`;
  }
}

class Socket {
  constructor(wire) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}${wire.address("live")}`);
    this.socket.onmessage = (message) => wire.hear(this, JSON.parse(message.data));
    this.socket.onclose = () => wire.lost(this);
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

class Events {
  constructor(wire) {
    this.wire = wire;
    this.source = new EventSource(wire.address("events"));
    this.source.onmessage = (message) => wire.hear(this, JSON.parse(message.data));
    this.source.onerror = () => wire.lost(this);
    this.posting = Promise.resolve(); // asks go one after the other
  }

  get open() {
    return this.source.readyState === EventSource.OPEN;
  }

  send(ask) {
    if (ask.t === "beat") return true; // the request itself is the sign of life
    this.posting = this.posting.then(() => this.post(ask));
    return true;
  }

  async post(ask) {
    if (this.wire.channel !== this) return; // a newer wire sends what was not answered
    try {
      const response = await fetch(`/c/${this.wire.camp}/asks`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(ask),
      });
      const answer = await response.json();
      if (response.ok) this.wire.hear(this, answer);
      else this.wire.hear(this, { ...answer, t: "no", n: ask.n, kind: kindOf(answer) });
    } catch {
      this.wire.lost(this); // it is asked again once there is a wire again
    }
  }

  close() {
    this.source.close();
  }
}

function kindOf(problem) {
  return String(problem.type || "").split(":").pop();
}
