// The draft of one item: what differs from what the server holds is sent at every pause, together with what it was before.
// The texts live in the page alone; nothing is written to the browser's storage (ASVS 5.0, 14.3.3).
import { freshToken, isSignIn } from "./forms.js";

const PAUSE = 400;
const RETRY = 3000;
const PATIENCE = 4000;

export class Draft {
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.stored = JSON.parse(form.dataset.values);
    this.begunWith = Number(form.elements.version.value);
    this.settle = [];
    this.refused = new Map();
    this.sending = null;
    this.stuck = "";
    this.timer = 0;
    this.names = [...new Set([...form.elements].map((field) => field.name))].filter(
      (name) => name && !["csrfmiddlewaretoken", "version", "draft_version", "override_warnings", "stay"].includes(name),
    );
    this.onInput = () => this.later();
    for (const name of ["input", "change"]) form.addEventListener(name, this.onInput);
    form.addEventListener("click", (event) => this.onClick(event));
    for (const panel of form.querySelectorAll("[data-conflict]")) {
      panel.dataset.kept = panel.querySelector("[data-conflict-mine]").textContent;
    }
    if (this.isDirty()) this.later();
  }

  stop() {
    clearTimeout(this.timer);
    this.form = document.createElement("form");
    this.names = [];
  }

  // --- Fields as texts ---
  fields(name) {
    return [...this.form.elements].filter((field) => field.name === name);
  }

  read(name) {
    const [first, ...others] = this.fields(name);
    if (!first) return this.stored[name] ?? "";
    if (first.type === "radio") return [first, ...others].find((field) => field.checked)?.value ?? "";
    if (first.type === "select-multiple") {
      return [...first.selectedOptions].map((option) => Number(option.value)).sort((a, b) => a - b).join(",");
    }
    return first.value;
  }

  write(name, value) {
    const fields = this.fields(name);
    for (const field of fields) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type === "select-multiple") {
        const chosen = new Set(value.split(","));
        for (const option of field.options) option.selected = chosen.has(option.value);
      } else this.writeText(field, value);
    }
    this.form.dispatchEvent(new CustomEvent("draft:put", { bubbles: true }));
  }

  writeText(field, value) {
    const { selectionStart: start, selectionEnd: end } = field;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (document.activeElement === field) field.setSelectionRange?.(start, end);
  }

  held(name) {
    return this.stored[name] ?? "";
  }

  differs(name) {
    const now = this.read(name).trim();
    return now !== this.held(name).trim() && !(now === "" && this.isGone(name));
  }

  // A unit or meeting that can no longer be chosen is not taken for a choice that somebody took back.
  isGone(name) {
    const select = this.fields(name)[0];
    if (select?.tagName !== "SELECT") return false;
    return this.held(name).split(",").every((key) => ![...select.options].some((option) => option.value === key));
  }

  changes() {
    const names = this.names.filter((name) => this.differs(name));
    return Object.fromEntries(names.map((name) => [name, [this.held(name), this.read(name)]]));
  }

  isDirty() {
    return this.names.some((name) => this.differs(name)) || this.settle.length > 0;
  }

  isStuck() {
    return this.stuck !== "";
  }

  // --- Saving ---
  later(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  isSafe() {
    return this.settle.length === 0 && this.names.every((name) => !this.differs(name) || this.refused.has(name));
  }

  // Save until nothing is left; true when everything typed is with the server, be it as a text kept aside.
  async flush() {
    const until = Date.now() + PATIENCE;
    while (this.isDirty() && Date.now() < until) {
      const before = JSON.stringify(this.changes());
      await this.save();
      if (this.refused.size || this.stuck || JSON.stringify(this.changes()) === before) break;
    }
    return this.isSafe();
  }

  async save() {
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    if (!this.isDirty()) return;
    this.sending = this.send().catch(() => this.fail("offline"));
    try {
      await this.sending;
    } finally {
      this.sending = null;
    }
  }

  async send() {
    if (this.form.dataset.stale && !(await freshToken(this.form))) return this.fail("signedOut");
    const [changes, settle] = [this.changes(), this.settle];
    const answer = await fetch(this.form.dataset.save, this.request({ changes, settle }));
    const led = answer.headers.get("X-Location");
    if (led !== null) return this.signedOut(led);
    if (answer.status === 403) return this.forbidden(await answer.text());
    if (answer.status === 422) return this.fail("refused", (await answer.json()).error);
    if (!answer.ok) return this.fail(answer.status === 404 ? "refused" : "offline");
    this.settle = this.settle.filter((each) => !settle.includes(each));
    this.take(await answer.json(), changes);
  }

  request(body) {
    return {
      method: "POST",
      body: JSON.stringify(body),
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
        "X-Page-Form": "draft",
      },
    };
  }

  // The page is being left: hand over what is open without waiting for the answer.
  sendAlong() {
    const request = this.request({ changes: this.changes(), settle: this.settle });
    fetch(this.form.dataset.save, { ...request, keepalive: true }).catch(() => {});
  }

  signedOut(address) {
    if (!isSignIn(address)) return this.fail("offline");
    this.form.dataset.stale = "yes";
    return this.fail("signedOut");
  }

  forbidden(html) {
    const token = new DOMParser().parseFromString(html, "text/html").querySelector("[data-token-refused]");
    if (!token) return this.fail("refused");
    this.form.dataset.stale = "yes";
    this.later(0);
  }

  fail(why, text = this.words(why)) {
    this.stuck = why;
    this.say(text, true);
    if (why !== "refused") this.later(RETRY);
  }

  // --- What the server holds ---
  take(state, sent) {
    this.stuck = "";
    this.see(state);
    for (const name of this.names) {
      if (name in state.refused) this.refuse(name, state);
      else if (name in sent) this.keep(name, state.values[name] ?? "");
      else this.accept(name, state.values[name] ?? "");
    }
    if (this.refused.size) this.say(this.words("conflict"), true);
    else this.say(`${this.words("saved")} ${state.saved_at}`, false);
    if (this.names.some((name) => this.differs(name) && !this.refused.has(name))) this.later();
  }

  see(state) {
    this.form.elements.version.value = state.version;
    this.form.elements.draft_version.value = state.draft_version;
    const notice = this.form.querySelector("[data-changed]");
    if (notice && state.version !== this.begunWith) notice.hidden = false;
  }

  // What was sent is with the server; what was typed since then stays, on the new base.
  keep(name, value) {
    this.refused.get(name)?.panel.remove();
    this.refused.delete(name);
    this.stored[name] = value;
  }

  // What nobody here has touched follows the other writers.
  accept(name, value) {
    if (this.refused.has(name) || this.differs(name) || this.held(name) === value) return;
    this.stored[name] = value;
    this.write(name, value);
  }

  // Called by the watch: other writers' changes appear where nothing is being typed.
  follow(state) {
    if (this.sending) return;
    for (const name of this.names) this.accept(name, state.values[name] ?? "");
    if (!this.isDirty()) this.see(state);
  }

  say(text, isProblem) {
    const line = this.form.querySelector("[data-save-line]");
    if (!line) return;
    line.hidden = false;
    line.toggleAttribute("data-problem", isProblem);
    if (line.textContent !== text) line.textContent = text;
  }

  // --- Conflicts: both texts side by side; the writer's own stays in its field and is kept by the server as well ---
  refuse(name, state) {
    const theirs = state.values[name] ?? "";
    const { by, revision } = state.refused[name];
    const panel = this.refused.get(name)?.panel ?? this.newPanel(name);
    panel.dataset.revision = revision;
    panel.querySelector("[data-conflict-mine]").textContent = this.shown(name, this.read(name));
    panel.querySelector("[data-conflict-theirs]").textContent = this.shown(name, theirs);
    panel.querySelector("[data-conflict-other]").textContent = by ? `${this.words("standsBy")} ${by}` : this.words("stands");
    this.refused.set(name, { panel, theirs });
  }

  newPanel(name) {
    const panel = document.getElementById("log-conflict").content.firstElementChild.cloneNode(true);
    panel.dataset.field = name;
    panel.querySelector("[data-conflict-label]").textContent = this.labelOf(name);
    panel.querySelector("[data-needs-script]").hidden = false;
    this.form.querySelector("[data-conflicts]").append(panel);
    panel.scrollIntoView({ block: "nearest" });
    return panel;
  }

  labelOf(name) {
    const box = this.fields(name)[0]?.closest("div[id^=div_]");
    return (box?.querySelector("legend, label")?.textContent ?? name).trim().split("\n")[0];
  }

  // A choice is shown by its words, a text as it is.
  shown(name, value) {
    const field = this.fields(name)[0];
    if (field?.type === "radio") {
      const option = this.fields(name).find((each) => each.value === value);
      return option?.closest("label, div")?.textContent.trim() || "–";
    }
    if (field?.tagName === "SELECT") {
      const chosen = new Set(value.split(","));
      return [...field.options].filter((option) => chosen.has(option.value)).map((option) => option.text).join(", ") || "–";
    }
    return value || "–";
  }

  onClick(event) {
    const button = event.target.closest("[data-conflict-take]");
    if (button) this.decide(button.closest("[data-conflict]"), button.dataset.conflictTake);
  }

  decide(panel, taken) {
    const name = panel.dataset.field;
    const open = this.refused.get(name);
    const mine = panel.dataset.kept ?? this.read(name);
    const theirs = open ? open.theirs : this.read(name);
    if (open) this.stored[name] = theirs;
    this.refused.delete(name);
    this.write(name, this.chosen(name, taken, mine, theirs));
    if (Number(panel.dataset.revision)) this.settle.push(Number(panel.dataset.revision));
    panel.remove();
    this.fields(name)[0]?.focus();
    this.save();
  }

  chosen(name, taken, mine, theirs) {
    if (taken === "mine") return mine;
    const isText = this.fields(name)[0]?.tagName === "TEXTAREA";
    return taken === "both" && isText ? `${theirs.trimEnd()}\n${mine}` : theirs;
  }
}
