// form[data-autosave]: what is typed is kept on this device at once and sent after a pause, on leaving a field and on
// leaving the page. 'Saved' appears only when the server has said so. See assets/README.md for the attributes.
import { fill, read, same } from "./fields.js";
import { forget, keep, kept } from "./unsent.js";

const PAUSE = 1200;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60_000;

const started = new WeakSet();

export function startAutosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    if (started.has(form)) continue;
    started.add(form);
    new Autosave(form).start();
  }
}

// A device may be shared: nobody gets the words of another person back.
function keyOf(form, url) {
  const sheet = form.dataset.autosaveKey || new URL(url, location.href).pathname;
  return `${document.body.dataset.person ?? ""} ${sheet}`;
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave || form.action;
    this.key = keyOf(form, this.url);
    this.state = document.querySelector(form.dataset.autosaveState || `[data-save-state="${form.id}"]`)
      ?? form.querySelector("[data-save-state]");
    this.changedAt = 0;
    this.sentAt = 0;
    this.retries = 0;
    this.stopped = false; // after a clash nothing is sent until the person has chosen
    this.sending = null;
  }

  async start() {
    const { form } = this;
    form.addEventListener("input", () => this.changed(PAUSE));
    form.addEventListener("change", () => this.changed(PAUSE / 3));
    form.addEventListener("focusout", () => this.isDirty && this.send());
    form.addEventListener("click", (event) => this.choose(event));
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("online", () => this.isDirty && this.send());
    await this.restore();
  }

  get isDirty() {
    return this.changedAt > this.sentAt;
  }

  get startedFrom() {
    return this.form.elements.started_from;
  }

  // Words from an earlier visit that never arrived come back into the form and go out with the revision they began at.
  async restore() {
    const record = await kept(this.key);
    if (!record || this.isDirty) return;
    if (same(record.fields, read(this.form))) return forget(this.key, record.at);
    fill(this.form, record.fields);
    this.changedAt = record.at;
    this.show("unsent");
    await this.send();
  }

  changed(pause) {
    this.changedAt = Math.max(Date.now(), this.changedAt + 1);
    keep(this.key, { fields: read(this.form), at: this.changedAt });
    if (!this.stopped) this.later(pause);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  // One save at a time; true when everything typed so far is on the server.
  async send() {
    clearTimeout(this.timer);
    if (this.stopped) return false;
    while (this.sending) await this.sending;
    if (!this.isDirty) return true;
    this.sending = this.post(this.changedAt);
    try {
      return await this.sending;
    } finally {
      this.sending = null;
    }
  }

  async post(at) {
    this.show("saving");
    try {
      const response = await fetch(this.url, this.request());
      return await this.answer(response, at);
    } catch {
      return this.retry();
    }
  }

  request(more = {}) {
    return {
      method: "POST",
      body: new URLSearchParams(new FormData(this.form)),
      headers: { "HX-Request": "true" },
      credentials: "same-origin",
      ...more,
    };
  }

  async answer(response, at) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.status === 409) return this.clash(page);
    if (response.status === 422) return this.refused(page);
    const revision = page.querySelector("input[name=started_from]");
    // A page without a revision is not our answer: a sign-in page, or an error on the way.
    if (!response.ok || !revision) return this.retry(response);
    this.startedFrom.value = revision.value;
    return this.saved(page, at);
  }

  async saved(page, at) {
    this.sentAt = at;
    this.retries = 0;
    this.slot("errors").replaceChildren();
    this.form.querySelector("[data-note]")?.replaceChildren(...(page.querySelector("[data-note]")?.childNodes ?? []));
    await forget(this.key, at);
    this.show(this.isDirty ? "saving" : "saved", page.querySelector("[data-saved], [role=status]")?.textContent);
    if (this.isDirty) this.later(PAUSE);
    return !this.isDirty;
  }

  retry(response) {
    const wait = Math.min(FIRST_RETRY * 2 ** this.retries++, LONGEST_RETRY);
    this.show("unsent");
    this.explain(response);
    this.later(wait * (0.75 + Math.random() / 2)); // spread, so that a room does not come back all at once
    return false;
  }

  explain(response) {
    const away = response?.redirected || response?.status === 403;
    const words = away ? this.form.dataset.signedOut : "";
    this.slot("errors").textContent = words || "";
  }

  // Both texts stand on the page: what was typed stays in the form, the saved one comes from the server.
  clash(page) {
    const revision = page.querySelector("input[name=started_from]");
    if (revision) this.startedFrom.value = revision.value;
    revision?.remove();
    for (const shown of page.querySelectorAll("[name]")) shown.removeAttribute("name"); // shown beside, never posted
    this.stopped = true;
    this.slot("conflict").replaceChildren(...page.body.childNodes);
    this.show(revision ? "clash" : "late"); // nothing to start from: the round has closed
    this.slot("conflict").scrollIntoView({ block: "nearest" });
    return false;
  }

  refused(page) {
    this.slot("errors").replaceChildren(...page.body.childNodes);
    this.show("refused");
    return false;
  }

  // [data-keep=mine] sends what is in the form after the saved one; [data-keep=theirs] lets the form go.
  async choose(event) {
    const choice = event.target.closest("[data-keep]")?.dataset.keep;
    if (!choice) return;
    event.preventDefault();
    if (choice === "theirs") return this.letGo();
    this.changedAt = Math.max(Date.now(), this.changedAt + 1);
    this.settle();
    await this.send();
  }

  settle() {
    this.stopped = false;
    this.slot("conflict").replaceChildren();
  }

  async letGo() {
    this.sentAt = this.changedAt;
    await forget(this.key, Infinity);
    location.reload();
  }

  // A button that moves on first waits until the words are saved; where they cannot be, the page stays.
  async submit(event) {
    if (this.moving || !this.isDirty) return;
    event.preventDefault();
    const { submitter } = event;
    if (this.stopped) this.settle(); // both texts were on the page: pressing on keeps the one in the form
    if (!(await this.send())) return;
    this.moving = true;
    this.form.requestSubmit(submitter);
    this.moving = false;
  }

  leave() {
    if (this.isDirty && !this.stopped) fetch(this.url, this.request({ keepalive: true })).catch(() => undefined);
  }

  slot(name) {
    const selector = `[data-${name}]`;
    const found = this.form.querySelector(selector);
    if (found) return found;
    const made = document.createElement("div");
    made.dataset[name] = "";
    made.setAttribute("role", "alert");
    this.form.prepend(made);
    return made;
  }

  show(name, words) {
    const { state } = this;
    if (!state) return;
    state.classList.remove("is-saved", "is-saving", "is-unsent", "is-clash", "is-refused", "is-late");
    state.classList.add(`is-${name}`);
    // A reader hears when something is wrong and when it is well again, not every pause in typing.
    const was = state.dataset.now ?? "";
    const worth = !["saving", "saved"].includes(name) || (name === "saved" && !["", "saving", "saved"].includes(was));
    state.setAttribute("aria-live", worth ? "polite" : "off");
    if (name !== "saving") state.dataset.now = name;
    (state.querySelector("[data-words]") ?? state).textContent = words?.trim() || state.dataset[name];
  }
}
