// What stands in where a network lets no WebSocket through: server-sent events with asks as posts, or,
// where no stream gets through either, a look at the news every few seconds. `me` is the channel that
// the wire knows them by.

const EVERY = 10000; // ms

export class Events {
  constructor(wire, me) {
    this.source = new EventSource(wire.address("events"));
    this.source.onmessage = (message) => wire.hear(me, JSON.parse(message.data));
    // A refused stream is closed for good, and doesn't say why: the news do.
    this.source.onerror = async () => {
      const refused = this.source.readyState === EventSource.CLOSED;
      wire.lost(me, refused && (await asked(wire).then(({ out }) => out, () => false)));
    };
    this.asks = new Asks(wire, me);
  }

  get open() {
    return this.source.readyState === EventSource.OPEN;
  }

  send(ask) {
    return this.asks.send(ask);
  }

  close() {
    this.source.close();
  }
}

// The last resort: plain requests.
export class Polls {
  constructor(wire, me) {
    this.wire = wire;
    this.me = me;
    this.open = false;
    this.asks = new Asks(wire, me);
    this.look();
  }

  send(ask) {
    const sent = this.asks.send(ask);
    // What an ask changed is news.
    if (ask.t !== "beat") this.asks.posting = this.asks.posting.then(() => this.soon());
    return sent;
  }

  close() {
    this.open = false;
    this.closed = true;
    clearTimeout(this.timer);
  }

  soon() {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.look(), 100);
  }

  async look() {
    try {
      const { frames, out } = await asked(this.wire);
      if (this.closed) return;
      if (!frames) {
        this.wire.lost(this.me, out);
        return;
      }
      this.open = true;
      for (const frame of frames) this.wire.hear(this.me, frame);
    } catch {
      this.wire.lost(this.me);
      return;
    }
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.look(), EVERY + Math.random() * 1000);
  }
}

// {frames}, or {out} where there are none: whether the board put us out, and nobody else said no.
async function asked(wire) {
  const response = await fetch(wire.address("news"), { headers: { Accept: "application/json" } });
  if (response.ok) return { frames: await response.json() };
  const ours = /problem\+json/.test(response.headers.get("Content-Type"));
  return { out: ours && (response.status === 401 || response.status === 404) };
}

// Asks as requests, one after the other.
class Asks {
  constructor(wire, channel) {
    this.wire = wire;
    this.channel = channel;
    this.posting = Promise.resolve();
  }

  send(ask) {
    if (ask.t === "beat") return true; // the requests themselves are the sign of life
    this.posting = this.posting.then(() => this.post(ask));
    return true;
  }

  async post(ask) {
    if (this.wire.channel !== this.channel) return; // a newer wire sends what was not answered
    try {
      const response = await fetch(`/c/${this.wire.camp}/asks`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(ask),
      });
      const answer = await response.json();
      if (response.ok) this.wire.hear(this.channel, answer);
      else this.wire.hear(this.channel, { ...answer, t: "no", n: ask.n, kind: kindOf(answer) });
    } catch {
      this.wire.lost(this.channel); // it is asked again once there is a wire again
    }
  }
}

function kindOf(problem) {
  return String(problem.type || "").split(":").pop();
}
