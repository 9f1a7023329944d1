// Two results of the backtest against each other: the best that any settings give, the room's first settings, and one's own,
// which moves. What stands still is drawn once; a move sets attributes, and asks nothing of the server.
import { element, line, scale, set, text } from "./svg.js";

const MARGIN = { top: 26, right: 12, bottom: 44, left: 34 };
const TALLEST = 320;
const SHORTEST = 230;
const LOGARITHMIC = 8; // the largest value over the smallest, from which a doubling takes the same room everywhere

export class TradeOff {
  constructor(place, backtest) {
    this.backtest = backtest;
    const { across, up } = backtest.curve;
    this.rows = backtest.rows.filter((row) => row.values[across] !== null && row.values[up] !== null);
    this.place = place;
    this.place.hidden = !this.rows.length;
    this.room = this.nearestTo(backtest.curve.room);
    this.median = backtest.curve.median && this.backtest.nearest(backtest.curve.median);
  }

  // Settings whose nearest row is one and the same share a ring.
  nearestTo(settings) {
    const rings = new Map();
    for (const { at, people } of settings) {
      const row = this.backtest.nearest(at);
      rings.set(row, (rings.get(row) ?? 0) + people);
    }
    return [...rings].filter(([row]) => this.rows.includes(row));
  }

  // own: the row that is set, null where it is not; along: the rows that differ from it only in the setting that moves.
  show(own, along) {
    if (!this.rows.length || !this.place.clientWidth) return;
    if (this.width !== this.place.clientWidth) this.ground();
    const known = along.filter((row) => this.rows.includes(row));
    this.slice.setAttribute("points", this.points(known));
    const stands = own && this.rows.includes(own);
    this.own.classList.toggle("is-away", !stands);
    if (stands) this.move(own);
    this.svg.setAttribute("aria-label", this.words(stands ? own : null));
  }

  move(own) {
    const [x, y] = this.at(own);
    set(this.dot, { cx: x, cy: y });
    set(this.down, { x1: x, x2: x, y1: y });
    set(this.left, { y1: y, y2: y, x2: x });
  }

  ground() {
    this.width = this.place.clientWidth;
    this.height = Math.max(SHORTEST, Math.min(TALLEST, 0.6 * this.width));
    this.foot = this.height - MARGIN.bottom;
    const { across, up } = this.backtest.curve;
    this.x = axis(this.rows.map((row) => row.values[across]), MARGIN.left, this.width - MARGIN.right);
    this.y = axis(this.rows.map((row) => row.values[up]), this.foot, MARGIN.top, 0);
    this.slice = element("polyline", { class: "backtest__line" });
    this.dot = element("circle", { class: "backtest__dot", r: 7 });
    this.down = line("backtest__guide", 0, 0, 0, this.foot);
    this.left = line("backtest__guide", MARGIN.left, 0, 0, 0);
    this.own = element("g", { class: "backtest__mine" }, this.down, this.left, this.dot);
    this.svg = element("svg", { viewBox: `0 0 ${this.width} ${this.height}`, width: this.width, height: this.height, role: "img" });
    const best = element("polyline", { class: "backtest__best", points: this.points(this.best()) });
    this.svg.append(...this.axes(), best, this.slice, ...this.rings(), this.own);
    this.place.replaceChildren(this.svg);
  }

  // More of the one is better, less of the other: rows that none beats on both.
  best() {
    const { across, up } = this.backtest.curve;
    const sorted = [...this.rows].sort((a, b) => b.values[across] - a.values[across] || a.values[up] - b.values[up]);
    let least = Infinity;
    return sorted.filter((row) => row.values[up] < least && ((least = row.values[up]), true));
  }

  axes() {
    const { across, up } = this.backtest.curve;
    const { heads } = this.backtest;
    const right = this.width - MARGIN.right;
    const upright = this.x.ticks.flatMap((tick) => [
      line("backtest__grid", this.x(tick), MARGIN.top, this.x(tick), this.foot),
      text("backtest__number", this.x(tick), this.foot + 16, tick.toLocaleString(), "middle"),
    ]);
    const level = this.y.ticks.flatMap((tick) => [
      line("backtest__grid", MARGIN.left, this.y(tick), right, this.y(tick)),
      text("backtest__number", MARGIN.left - 6, this.y(tick) + 4, tick.toLocaleString(), "end"),
    ]);
    const named = [text("backtest__axis", 0, 12, heads[up]), text("backtest__axis", right, this.height - 6, heads[across], "end")];
    return [...upright, ...level, ...named];
  }

  rings() {
    const rings = this.room.map(([row, people]) => {
      const [cx, cy] = this.at(row);
      return element("circle", { class: "backtest__ring", cx, cy, r: Math.round(10 * (3 + 1.6 * Math.sqrt(people))) / 10 });
    });
    if (!this.median || !this.rows.includes(this.median)) return rings;
    const [cx, cy] = this.at(this.median);
    return [...rings, element("circle", { class: "backtest__middle", cx, cy, r: 5 })];
  }

  at(row) {
    const { across, up } = this.backtest.curve;
    return [this.x(row.values[across]), this.y(row.values[up])];
  }

  points(rows) {
    return rows.map((row) => this.at(row).join(",")).join(" ");
  }

  words(own) {
    const { live, heads } = this.backtest;
    const { across, up } = this.backtest.curve;
    const said = (row) => `${heads[across]} ${row.said[across]}, ${heads[up]} ${row.said[up]}`;
    const parts = [`${heads[up]} / ${heads[across]}`];
    if (own) parts.push(`${live.dataset.yours}: ${said(own)}`);
    if (this.median) parts.push(`${live.dataset.median}: ${said(this.median)}`);
    return parts.join(". ");
  }
}

// A scale with round ticks: by ratio where all values are above nothing and far apart, unless it is to begin at `least`.
function axis(values, start, end, least = null) {
  const [low, high] = [least ?? Math.min(...values), Math.max(...values)];
  if (low > 0 && high / low > LOGARITHMIC) {
    const to = scale(Math.log(low / 1.1), Math.log(high * 1.1), start, end);
    return Object.assign((value) => to(Math.log(value)), { ticks: decades(low, high) });
  }
  const room = least === null ? 0.05 * (high - low || 1) : 0;
  return Object.assign(scale(low - room, high + 0.05 * (high - low || 1), start, end), { ticks: steps(low, high) });
}

function decades(low, high) {
  const ticks = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) ticks.push(power, 2 * power, 5 * power);
  return ticks.filter((tick) => tick >= low / 1.05 && tick <= high);
}

function steps(low, high) {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((base) => base * power).find((each) => each >= rough);
  const first = Math.ceil(low / step);
  const many = Math.floor(high / step) - first + 1;
  return Array.from({ length: many }, (_nothing, place) => Number(((first + place) * step).toPrecision(12)));
}
