// The last resort: asks the board for its news every few seconds, in plain requests.

import { Asks } from "./asks.js";

const EVERY = 10000; // ms

export class Polls {
  constructor(wire) {
    this.wire = wire;
    this.open = false;
    this.asks = new Asks(wire, this);
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
      const response = await fetch(this.wire.address("news"), { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const frames = await response.json();
      if (this.closed) return;
      this.open = true;
      for (const frame of frames) this.wire.hear(this, frame);
    } catch {
      this.wire.lost(this);
      return;
    }
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.look(), EVERY + Math.random() * 1000);
  }
}
