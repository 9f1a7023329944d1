// A second press while the first is on its way does nothing. The button keeps its name, so that the form still says
// which one was pressed; a form that stays on the page (a download) can be sent again a little later.
const AGAIN_AFTER = 6000;

export function startSubmitOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), AGAIN_AFTER);
  });
  // A page that comes back from the browser's cache is fresh again.
  window.addEventListener("pageshow", () => root.querySelectorAll("form[data-sent]").forEach(release));
}

function release(form) {
  delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-disabled=true][type=submit]")) {
    if (button.form === form && !button.name.startsWith("move")) button.removeAttribute("aria-disabled");
  }
}
