// Drawings made on the page: elements of SVG, and scales from values to pixels.
const SVG = "http://www.w3.org/2000/svg";

export function scale(from, to, start, end) {
  return (value) => Math.round(10 * (to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start))) / 10;
}

export function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  set(made, attributes);
  made.append(...children);
  return made;
}

export function set(made, attributes) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
}

export function line(kind, x1, y1, x2, y2) {
  return element("line", { class: kind, x1, y1, x2, y2 });
}

export function text(kind, x, y, words, anchor = "start") {
  return element("text", { class: kind, x, y, "text-anchor": anchor }, words);
}
