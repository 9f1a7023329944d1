// The value of a slider in words beside it: <output for="id-of-the-range">.
export function startCertainty(root) {
  for (const event of ["input", "refilled"]) {
    root.addEventListener(event, ({ target }) => {
      if (target.type === "range") show(target);
    });
  }
  root.querySelectorAll("input[type=range]").forEach(show);
}

function show(range) {
  const unit = range.dataset.unit ?? "%";
  for (const output of document.querySelectorAll(`output[for="${CSS.escape(range.id)}"]`)) {
    output.textContent = `${range.value}${unit}`;
  }
  range.setAttribute("aria-valuetext", `${range.value}${unit}`);
}
