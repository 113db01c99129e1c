// Which screenful the projector shows, and when the next one comes.
//
// The steps stand in #program, a list for each mode; the board draws it anew when the phase, the rooms or
// the organisers' remote change it. "lobby:turned" tells that another screenful is on.

const STAY = { market: 18000, grid: 15000 }; // ms a screenful stays; on the grid, three reasons are told
const EACH = 12000;

export class Program {
  constructor(wall, only) {
    this.wall = wall;
    this.only = only; // what this projector shows whatever the remote says
    this.held = false;
    this.at = Math.max(0, this.steps.findIndex((step) => "on" in step.dataset));
    this.mode = this.wanted;
    this.show();
    document.addEventListener("board:put", ({ detail }) => {
      if (detail.id === "program") this.changed();
      if (detail.id === "grid") this.cut();
    });
  }

  get element() {
    return document.getElementById("program");
  }

  get wanted() {
    return this.only || this.element.dataset.mode;
  }

  get steps() {
    return [...this.element.querySelector(`[data-mode="${this.wanted}"]`).children];
  }

  get paused() {
    return this.held || ("paused" in this.element.dataset && !this.only);
  }

  turn(by) {
    const { length } = this.steps;
    this.at = (this.at + by + length) % length;
    this.show();
  }

  hold() {
    this.held = !this.held;
    this.turnAt = Date.now() + this.stay;
    this.mark();
  }

  tick(now) {
    const { length } = this.steps;
    if (this.paused || length < 2) this.turnAt = now + this.stay;
    else if (now >= this.turnAt) this.turn(1);
    const left = Math.max(0, Math.min(1, (this.turnAt - now) / this.stay));
    this.wall.style.setProperty("--gone", String(1 - left));
  }

  // The remote, or the day, wants something else: stay on this screenful if it is part of that.
  changed() {
    const same = this.steps.findIndex((step) => step.dataset.step === this.key);
    const stays = same >= 0 && this.mode === this.wanted;
    this.mode = this.wanted;
    this.at = Math.max(0, same);
    if (stays) this.mark();
    else this.show();
  }

  show() {
    const step = this.steps[this.at];
    const { scene, columns, page } = step.dataset;
    const before = this.key;
    this.key = step.dataset.step;
    this.stay = STAY[scene] || EACH;
    this.turnAt = Date.now() + this.stay;
    Object.assign(this.wall.dataset, { scene, columns, page });
    this.cut();
    this.mark();
    if (before !== this.key) document.dispatchEvent(new CustomEvent("lobby:turned"));
  }

  // Of the grid, the rooms and slots of this screenful; board/web/pages/lobby.py does the same.
  cut() {
    const { scene, columns, page } = this.wall.dataset;
    for (const row of document.querySelectorAll("#grid [data-page]")) row.hidden = row.dataset.page !== page;
    for (const slot of document.querySelectorAll("#grid .slot")) slot.hidden = scene === "grid" && slot.dataset.column !== columns;
  }

  mark() {
    for (const list of this.element.children) list.hidden = list.dataset.mode !== this.wanted;
    this.steps.forEach((step, i) => {
      if (i === this.at) step.dataset.on = "";
      else delete step.dataset.on;
    });
    document.getElementById("held").hidden = !this.paused;
  }
}
