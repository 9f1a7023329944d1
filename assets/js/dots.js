// Dots to give: − and + beside a number, and how many are left. [data-dots] says how many there are. Without a script the
// buttons post `edit` and the server counts.
export function startDots(root) {
  root.querySelectorAll("[data-dots]").forEach(count);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dots-step]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("[data-dots]"), button);
  });
  for (const kind of ["input", "refilled"]) {
    root.addEventListener(kind, ({ target }) => {
      const block = target.closest?.("[data-dots]");
      if (block) count(block);
    });
  }
}

function numbers(block) {
  return [...block.querySelectorAll("input[type=number]")];
}

function left(block) {
  return Number(block.dataset.dots) - numbers(block).reduce((sum, { value }) => sum + Number(value || 0), 0);
}

function step(block, button) {
  const number = button.parentElement.querySelector("input[type=number]");
  const change = Number(button.dataset.dotsStep);
  const value = Number(number.value || 0) + change;
  if (value < 0 || (change > 0 && left(block) < change)) return;
  number.value = value;
  count(block);
  say(block);
  number.dispatchEvent(new Event("change", { bubbles: true }));
}

function count(block) {
  const rest = left(block);
  block.querySelector("[data-dots-left]").textContent = Math.max(rest, 0);
  block.classList.toggle("is-over", rest < 0);
  for (const number of numbers(block)) {
    const value = Number(number.value || 0);
    number.closest(".dots__item").classList.toggle("is-given", value > 0);
    const [less, more] = number.parentElement.querySelectorAll("[data-dots-step]");
    less.setAttribute("aria-disabled", String(value <= 0));
    more.setAttribute("aria-disabled", String(rest <= 0));
  }
}

function say(block) {
  const spoken = block.querySelector("[data-dots-status]");
  const words = { left: left(block), dots: block.dataset.dots };
  spoken.textContent = spoken.dataset.words.replace(/\{(\w+)\}/g, (_all, name) => words[name]);
}
