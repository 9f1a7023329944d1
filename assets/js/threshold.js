// Sliders that stand nowhere until they are touched, each with a number that is what the form sends. [data-settings] holds
// them, [data-setting] one. Beside them the backtest follows (`backtest.js`).
import { Backtest } from "./backtest.js";

const started = new WeakSet();

export function startThreshold(root) {
  for (const block of root.querySelectorAll("[data-settings]")) {
    if (started.has(block)) continue;
    started.add(block);
    start(block);
  }
}

function start(block) {
  const settings = [...block.querySelectorAll("[data-setting]")].map((part) => new Setting(part, block.dataset.unset));
  const backtest = Backtest.of(block);
  const follow = (moved) => backtest?.show(settings.map((setting) => setting.value), settings.indexOf(moved));
  for (const setting of settings) setting.start(() => follow(setting));
  follow(settings[0]);
}

class Setting {
  constructor(part, unset) {
    this.part = part;
    this.unset = unset;
    this.range = part.querySelector("[data-setting-range]");
    this.number = part.querySelector("input[type=number]");
    this.state = part.querySelector("[data-setting-state]");
  }

  // null where it is not set, or where what stands there is no number.
  get value() {
    return this.number.value === "" ? null : Number(this.number.value);
  }

  start(follow) {
    this.range.hidden = false;
    this.number.addEventListener("input", () => this.typed(follow));
    this.number.addEventListener("refilled", () => this.typed(follow));
    this.range.addEventListener("input", () => this.slid(follow));
    // A press in the middle of an untouched slider moves nothing, and still means the middle.
    this.range.addEventListener("click", () => this.value === null && this.slid(follow));
    this.show();
  }

  typed(follow) {
    this.show();
    follow();
  }

  slid(follow) {
    this.number.value = this.range.value;
    this.show();
    follow();
  }

  show() {
    const isUnset = this.value === null;
    const { least, most } = { least: Number(this.range.min), most: Number(this.range.max) };
    this.range.value = isUnset ? (least + most) / 2 : this.value;
    this.part.classList.toggle("is-unset", isUnset);
    this.state.textContent = isUnset ? this.unset : "";
    this.range.setAttribute("aria-valuetext", isUnset ? this.unset : `${this.number.value}${this.range.dataset.unit}`);
  }
}
