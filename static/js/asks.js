// Asks as requests, one after the other, where there is no socket to send them over.

export class Asks {
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
