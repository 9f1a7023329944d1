// A total shared out: what is left while one types, and the rest split evenly. [data-split] says the total, [data-split-step]
// the step. Without a script the button posts `edit` and the server splits.
const DUST = 1e-9;

export function startSplit(root) {
  root.querySelectorAll("[data-split]").forEach(count);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-split-rest]");
    if (!button) return;
    event.preventDefault();
    giveRest(button.closest("[data-split]"));
  });
  for (const kind of ["input", "refilled"]) {
    root.addEventListener(kind, ({ target }) => {
      const block = target.closest?.("[data-split]");
      if (block) count(block);
    });
  }
  root.addEventListener("change", ({ target }) => {
    const block = target.closest?.("[data-split]");
    if (block) say(block);
  });
}

function numbers(block) {
  return [...block.querySelectorAll("input[type=number]")];
}

function tidy(value) {
  return Number(value.toPrecision(10));
}

function left(block) {
  const total = Number(block.dataset.split);
  const rest = total - numbers(block).reduce((sum, { value }) => sum + Number(value || 0), 0);
  return Math.abs(rest) <= DUST * total ? 0 : tidy(rest);
}

// In whole steps, the odd ones to the first: to what is blank, or where nothing is to all.
function giveRest(block) {
  const step = Number(block.dataset.splitStep);
  const steps = Math.round(left(block) / step);
  if (steps <= 0) return;
  const blank = numbers(block).filter(({ value }) => value === "");
  const takers = blank.length ? blank : numbers(block);
  const each = Math.floor(steps / takers.length);
  takers.forEach((number, place) => {
    const more = each + (place < steps % takers.length ? 1 : 0);
    number.value = tidy(Number(number.value || 0) + more * step);
  });
  count(block);
  takers[0].dispatchEvent(new Event("change", { bubbles: true }));
}

function count(block) {
  const rest = left(block);
  block.querySelector("[data-split-left]").textContent = Math.abs(rest);
  block.classList.toggle("is-over", rest < 0);
  block.classList.toggle("is-whole", rest === 0);
  block.querySelector("[data-split-rest]").setAttribute("aria-disabled", String(rest <= 0));
}

function say(block) {
  const spoken = block.querySelector("[data-split-status]");
  const rest = left(block);
  const words = rest === 0 ? spoken.dataset.whole : rest < 0 ? spoken.dataset.over : spoken.dataset.left;
  spoken.textContent = words.replace("{left}", Math.abs(rest));
}
