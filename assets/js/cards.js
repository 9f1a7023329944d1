// Rows as cards. [data-cards] holds [data-cards-list] and, where rows are free, a <template data-cards-blank> to copy. Without
// a script the buttons post `edit` and the server adds or takes away; with one it happens here and the form hears `change`.
const NAME = /^row-(\d+)-/;

export function startCards(root) {
  root.querySelectorAll("[data-cards]").forEach(number);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cards-add], [data-card-remove]");
    if (!button) return;
    event.preventDefault();
    const block = button.closest("[data-cards]");
    if (button.matches("[data-cards-add]")) add(block);
    else remove(block, button.closest("[data-card]"));
  });
  // Words that come back from this device may need more cards than the page has.
  root.addEventListener("refill", (event) => {
    const block = event.target.querySelector?.("[data-cards]");
    if (block) grow(block, [...event.detail.keys()]);
  });
}

function list(block) {
  return block.querySelector("[data-cards-list]");
}

function copy(block, place) {
  const blank = block.querySelector("template[data-cards-blank]");
  const card = blank.content.firstElementChild.cloneNode(true);
  for (const part of card.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (value.includes("__n__")) part.setAttribute(name, value.replaceAll("__n__", place));
    }
  }
  list(block).append(card);
  return card;
}

// A number that no card has, so that what was typed elsewhere keeps its name.
function next(block) {
  const taken = [...list(block).querySelectorAll("[name]")].map((field) => Number(NAME.exec(field.name)?.[1] ?? -1));
  return Math.max(-1, ...taken) + 1;
}

function add(block) {
  if (list(block).children.length >= Number(block.dataset.most)) return;
  const card = copy(block, next(block));
  number(block);
  card.querySelector("textarea, select, input:not([type=hidden])")?.focus();
  say(block, block.dataset.added);
  list(block).dispatchEvent(new Event("change", { bubbles: true }));
}

function remove(block, card) {
  const neighbour = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  if (!list(block).children.length) copy(block, 0);
  number(block);
  (neighbour?.querySelector("[data-card-remove]") ?? block.querySelector("[data-cards-add]"))?.focus();
  say(block, block.dataset.removed);
  list(block).dispatchEvent(new Event("change", { bubbles: true }));
}

function grow(block, names) {
  if (!block.querySelector("template[data-cards-blank]")) return;
  const there = new Set([...list(block).querySelectorAll("[name]")].map((field) => NAME.exec(field.name)?.[1]));
  const wanted = new Set(names.map((name) => NAME.exec(name)?.[1]).filter((place) => place !== undefined));
  for (const place of wanted) if (!there.has(place)) copy(block, place);
  number(block);
}

function number(block) {
  const cards = [...list(block).children];
  cards.forEach((card, place) => {
    for (const shown of card.querySelectorAll("[data-card-number]")) shown.textContent = place + 1;
  });
  for (const shown of block.querySelectorAll("[data-cards-count]")) shown.textContent = cards.length;
  for (const button of block.querySelectorAll("[data-cards-add]")) {
    button.disabled = false; // it stays focusable, so that a keyboard user does not lose the place
    button.setAttribute("aria-disabled", String(cards.length >= Number(block.dataset.most)));
  }
}

function say(block, words) {
  const spoken = block.querySelector("[data-cards-status]");
  if (spoken) spoken.textContent = `${words} (${list(block).children.length})`;
}
