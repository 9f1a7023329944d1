// Order by buttons. Without a script a button posts `move` and the server moves the item; with one the item moves here and
// the form hears `change`. [data-rank] holds the list, [data-rank-status] is spoken.
const BUTTON = "[data-rank] button[name=move]";

export function startRank(root) {
  numberRankings(root);
  root.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTON);
    if (!button) return;
    event.preventDefault();
    move(button);
  });
  root.addEventListener("keydown", (event) => {
    const button = event.target.closest(BUTTON);
    const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!button || !direction) return;
    event.preventDefault();
    move(button.closest("li").querySelector(`button[name=move][value$=":${direction}"]`));
  });
  root.addEventListener("refilled", ({ target }) => {
    if (target.matches("[data-rank] ol")) number(target);
  });
}

export function numberRankings(root) {
  root.querySelectorAll("[data-rank] ol").forEach(number);
}

function move(button) {
  const item = button.closest("li");
  const list = item.parentElement;
  const up = button.value.endsWith(":up");
  const neighbour = up ? item.previousElementSibling : item.nextElementSibling;
  if (!neighbour) return;
  if (up) neighbour.before(item);
  else neighbour.after(item);
  number(list);
  button.focus();
  say(list, item);
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function number(list) {
  const items = [...list.children];
  items.forEach((item, place) => {
    for (const button of item.querySelectorAll("button[name=move]")) renumber(button, place, items.length - 1);
    for (const shown of item.querySelectorAll("[data-rank-place]")) shown.textContent = place + 1;
  });
}

// A button that cannot move stays focusable, so that a keyboard user does not lose the place.
function renumber(button, place, last) {
  const direction = button.value.split(":")[1];
  button.value = `${place}:${direction}`;
  button.disabled = false;
  button.setAttribute("aria-disabled", String(place === (direction === "up" ? 0 : last)));
}

function say(list, item) {
  const spoken = list.closest("[data-rank]").querySelector("[data-rank-status]");
  if (!spoken) return;
  const values = {
    name: item.querySelector("[data-rank-name], .ranking__name")?.textContent.trim() ?? "",
    place: [...list.children].indexOf(item) + 1,
    total: list.children.length,
  };
  const words = spoken.dataset.rankStatus || "{name}: {place} / {total}";
  spoken.textContent = words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}
