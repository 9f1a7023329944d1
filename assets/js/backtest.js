// What the frozen evidence says at the settings as they move: the nearest row of its grid, in words and on a curve for each
// result, or where two results are the price of each other on one curve of both (`trade-off.js`). The grid comes with the
// page; nothing is asked of the server.
import { element, line, scale } from "./svg.js";
import { TradeOff } from "./trade-off.js";

const HEIGHT = 96;
const EDGE = 8; // so that a mark at either end is whole
const MOST_CURVES = 3;
const SAY_AFTER = 500;

export class Backtest {
  // Where the page has no grid there is nothing to follow.
  static of(block) {
    const section = block.parentElement.querySelector("[data-backtest]");
    const data = section && document.getElementById(section.dataset.backtest);
    return data ? new Backtest(section, JSON.parse(data.textContent)) : null;
  }

  constructor(section, data) {
    Object.assign(this, data);
    this.live = section.querySelector("[data-backtest-live]");
    this.live.hidden = false;
    this.at = this.live.querySelector("[data-backtest-at]");
    this.status = this.live.querySelector("[data-backtest-status]");
    this.table = this.live.querySelector("[data-backtest-table]");
    this.table.addEventListener("toggle", () => this.fill());
    this.results = this.heads.slice(0, MOST_CURVES).map((head) => this.result(head));
    this.tradeOff = this.curve && new TradeOff(this.live.querySelector("[data-backtest-curve]"), this);
    new ResizeObserver(() => this.draw()).observe(this.live);
  }

  // With a curve of two results the numbers alone.
  result(head) {
    const part = document.createElement("figure");
    part.className = "backtest__result";
    const [name, value, over, curve, ends] = ["figcaption", "p", "p", "div", "p"].map((tag) => document.createElement(tag));
    name.textContent = head;
    name.className = "label";
    value.className = "backtest__value num";
    over.className = "small muted num";
    curve.className = "backtest__curve";
    ends.className = "scale-labels";
    part.append(name, value, ...(this.curve ? [] : [over, curve, ends]));
    this.live.querySelector("[data-backtest-results]").append(part);
    return { head, value, over, curve, ends };
  }

  // settings: what is set, null where it is not; moved: which of them was touched last.
  show(settings, moved) {
    this.given = settings;
    this.moved = Math.max(moved, 0);
    const whole = settings.every((value) => value !== null && !Number.isNaN(value));
    this.row = whole ? this.nearest(settings) : null;
    this.at.textContent = this.row ? this.say("at", { settings: this.words(this.row.at) }) : this.live.dataset.unset;
    this.results.forEach(({ value }, place) => {
      value.textContent = this.row?.said[place] ?? "–";
    });
    this.draw();
    this.fill();
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.speak(), SAY_AFTER);
  }

  nearest(settings) {
    const far = (row) =>
      this.settings.reduce((sum, { least, most }, place) => sum + ((row.at[place] - settings[place]) / (most - least)) ** 2, 0);
    return this.rows.reduce((best, row) => (far(row) < far(best) ? row : best));
  }

  // The rows that differ from the nearest one only in the setting that moves: a curve along it.
  slice() {
    const still = this.row ?? this.nearest(this.settings.map(({ least, most }, place) => this.given[place] ?? (least + most) / 2));
    const alike = this.rows.filter((row) => row.at.every((value, place) => place === this.moved || value === still.at[place]));
    return alike.sort((one, other) => one.at[this.moved] - other.at[this.moved]);
  }

  draw() {
    if (!this.given) return;
    const rows = this.slice();
    if (this.tradeOff) this.tradeOff.show(this.row, rows);
    else this.results.forEach((result, place) => this.trace(result, place, rows));
  }

  trace({ head, over, curve, ends }, place, rows) {
    const width = curve.clientWidth || 280;
    const setting = this.settings[this.moved];
    const known = rows.filter((row) => row.values[place] !== null);
    const x = scale(setting.least, setting.most, EDGE, width - EDGE);
    over.textContent = this.range(known, place);
    const values = known.map((row) => row.values[place]);
    const y = scale(Math.min(...values), Math.max(...values), HEIGHT - EDGE * 2, EDGE);
    const points = known.map((row) => `${x(row.at[this.moved])},${y(row.values[place])}`);
    const svg = element("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img" });
    svg.setAttribute("aria-label", this.words_of(head, known, place));
    svg.append(...this.room(x), element("polyline", { class: "backtest__line", points: points.join(" ") }));
    if (this.row && this.row.values[place] !== null) svg.append(...own(x(this.given[this.moved]), y(this.row.values[place])));
    curve.replaceChildren(svg);
    ends.replaceChildren(...[setting.least, setting.most].map((value) => span(`${value.toLocaleString()} ${setting.unit}`)));
  }

  // The curve has no axis of its own: its lowest and highest value in words.
  range(rows, place) {
    if (!rows.length) return "";
    const sorted = [...rows].sort((one, other) => one.values[place] - other.values[place]);
    return this.say("over", { low: sorted[0].said[place], high: sorted.at(-1).said[place] });
  }

  // A tick for each of the room's first settings, a longer one at their median.
  room(x) {
    const { room } = this.settings[this.moved];
    if (!room.length) return [];
    const ticks = room.map((value) => line("backtest__tick", x(value), HEIGHT - EDGE, x(value), HEIGHT - 1));
    const middle = (room[Math.floor((room.length - 1) / 2)] + room[Math.ceil((room.length - 1) / 2)]) / 2;
    return [...ticks, line("backtest__median", x(middle), EDGE, x(middle), HEIGHT - 1)];
  }

  words_of(head, known, place) {
    const [first, last] = [known[0], known.at(-1)];
    const ends = first ? `${this.value(first)}: ${first.said[place]}; ${this.value(last)}: ${last.said[place]}` : "–";
    const mine = this.row ? `; ${this.live.dataset.yours}: ${this.row.said[place]}` : "";
    return `${head}, ${this.say("along", { setting: this.settings[this.moved].name })}. ${ends}${mine}`;
  }

  value(row) {
    return `${row.at[this.moved].toLocaleString()} ${this.settings[this.moved].unit}`.trim();
  }

  words(at) {
    return at.map((value, place) => `${this.settings[place].name} ${value.toLocaleString()} ${this.settings[place].unit}`.trim()).join(" · ");
  }

  say(name, words) {
    return this.live.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => words[key]);
  }

  speak() {
    if (!this.row) return;
    const told = this.heads.map((head, place) => `${head} ${this.row.said[place]}`);
    this.status.textContent = `${this.at.textContent}: ${told.join(", ")}`;
  }

  fill() {
    if (!this.table.open || !this.given) return;
    const heads = [this.settings[this.moved].name, ...this.heads];
    this.table.querySelector("thead").replaceChildren(rowOf(heads, "th", "col"));
    const rows = this.slice().map((row) => rowOf([this.value(row), ...row.said], "td"));
    this.table.querySelector("tbody").replaceChildren(...rows);
  }
}

function own(x, y) {
  return [line("backtest__own", x, EDGE / 2, x, HEIGHT - 1), element("circle", { class: "backtest__dot", cx: x, cy: y, r: 6 })];
}

function span(text) {
  const made = document.createElement("span");
  made.textContent = text.trim();
  return made;
}

function rowOf(cells, tag, scope) {
  const row = document.createElement("tr");
  cells.forEach((text, place) => {
    const cell = document.createElement(place === 0 ? "th" : tag);
    cell.scope = scope ?? (place === 0 ? "row" : "");
    if (!cell.scope) cell.removeAttribute("scope");
    if (place) cell.className = "is-num";
    cell.textContent = text;
    row.append(cell);
  });
  return row;
}
