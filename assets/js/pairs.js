// How many of the comparisons are given: [data-pairs] holds fieldsets of radios and [data-pairs-done].
export function startPairs(root) {
  root.querySelectorAll("[data-pairs]").forEach(count);
  for (const kind of ["change", "refilled"]) {
    root.addEventListener(kind, ({ target }) => {
      const block = target.closest?.("[data-pairs]");
      if (block) count(block);
    });
  }
}

function count(block) {
  block.querySelector("[data-pairs-done]").textContent = block.querySelectorAll("fieldset :checked").length;
}
