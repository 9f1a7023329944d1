// What a form holds, as pairs, and back into it. Files and the token against forgery are left out of what is kept.
const LEFT_OUT = new Set(["csrfmiddlewaretoken"]);

export function read(form) {
  return [...new FormData(form)].filter(([name, value]) => !LEFT_OUT.has(name) && typeof value === "string");
}

export function same(one, other) {
  const words = (pairs) => JSON.stringify(pairs.filter(([name]) => name !== "started_from"));
  return words(one) === words(other);
}

export function fill(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  reorder(form, values);
  form.dispatchEvent(new CustomEvent("refill", { bubbles: true, detail: values })); // who needs more fields makes them
  for (const element of form.elements) {
    if (!element.name || LEFT_OUT.has(element.name) || ["submit", "button", "file"].includes(element.type)) continue;
    const given = values.get(element.name) ?? [];
    if (["radio", "checkbox"].includes(element.type)) element.checked = given.includes(element.value);
    else if (element.multiple) for (const option of element.options) option.selected = given.includes(option.value);
    else if (given.length) element.value = given.shift();
    element.dispatchEvent(new CustomEvent("refilled", { bubbles: true }));
  }
}

// A ranking is the order of its hidden inputs: the items move, and then each input already has its value.
function reorder(form, values) {
  for (const list of form.querySelectorAll("[data-rank] ol")) {
    const inputs = [...list.querySelectorAll("li input[type=hidden]")];
    if (!inputs.length) continue;
    const items = new Map(inputs.map((input) => [input.value, input.closest("li")]));
    for (const key of values.get(inputs[0].name) ?? []) if (items.has(key)) list.append(items.get(key));
    list.dispatchEvent(new CustomEvent("refilled", { bubbles: true }));
  }
}
