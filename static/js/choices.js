// <select data-search> becomes a field that searches while one types; the select stays and carries the value.
import { announce, text } from "./texts.js";

const fold = (words) => words.toLocaleLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
let counter = 0;

class Choice {
  constructor(select) {
    this.select = select;
    this.id = `choice-${(counter += 1)}`;
    this.active = -1;
    this.shown = [];
    this.build();
    this.listen();
  }

  build() {
    const { select } = this;
    this.input = document.createElement("input");
    this.input.type = "text";
    this.input.id = `${this.id}-input`;
    this.input.className = "kern-form-input__input";
    this.input.autocomplete = "off";
    this.input.disabled = select.disabled;
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": this.id,
    })) this.input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    this.list = Object.assign(document.createElement("ul"), { id: this.id, className: "lk-choice__list", hidden: true });
    this.list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (label) {
      label.htmlFor = this.input.id;
      this.list.setAttribute("aria-label", label.textContent.trim());
    }
    const box = Object.assign(document.createElement("div"), { className: "lk-choice" });
    box.append(this.input, this.list);
    const place = select.closest(".kern-form-input__select-wrapper") ?? select;
    place.before(box);
    place.hidden = true;
    this.box = box;
    this.chips = Object.assign(document.createElement("ul"), { className: "lk-chips lk-choice__chosen", hidden: true });
    if (select.multiple) box.before(this.chips);
    this.showChosen();
  }

  listen() {
    this.select.form?.addEventListener("draft:put", () => this.showChosen());
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.open(this.select.multiple ? this.input.value : ""));
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[data-index]");
      if (item) this.pick(Number(item.dataset.index));
    });
    this.chips.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.toggle([...this.select.options].find((option) => option.value === button.value));
    });
  }

  open(typed) {
    const words = fold(typed).split(/\s+/).filter(Boolean);
    this.shown = [...this.select.options].filter(
      (option) => option.value && !option.disabled && words.every((word) => fold(option.text).includes(word)),
    );
    this.active = words.length && this.shown.length ? 0 : -1;
    this.draw();
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    announce(this.shown.length ? `${this.shown.length} ${text("found")}` : text("none"));
  }

  draw() {
    const items = [];
    let group = null;
    for (const [index, option] of this.shown.entries()) {
      const heading = option.parentElement.label ?? "";
      if (heading && heading !== group) items.push(this.item("presentation", "lk-choice__group", heading));
      group = heading;
      const item = this.item("option", "lk-choice__option", option.text);
      item.id = `${this.id}-${index}`;
      item.dataset.index = index;
      item.setAttribute("aria-selected", String(option.selected));
      items.push(item);
    }
    if (!items.length) items.push(this.item("presentation", "lk-choice__group", text("none")));
    this.list.replaceChildren(...items);
    this.mark();
  }

  item(role, className, words) {
    const item = Object.assign(document.createElement("li"), { className, textContent: words });
    item.setAttribute("role", role);
    return item;
  }

  mark() {
    for (const item of this.list.querySelectorAll("[data-index]")) {
      item.classList.toggle("lk-choice__option--active", Number(item.dataset.index) === this.active);
    }
    const active = document.getElementById(`${this.id}-${this.active}`);
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (event.altKey) return; // shortcuts of the page
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.list.hidden) return this.open("");
      const count = this.shown.length;
      if (count) this.active = (this.active + steps[event.key] + count) % count;
      this.mark();
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.active >= 0) this.pick(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && this.select.multiple && !this.input.value) {
      const last = [...this.select.selectedOptions].at(-1);
      if (last) this.toggle(last);
    }
  }

  pick(index) {
    const option = this.shown[index];
    if (this.select.multiple) {
      this.input.value = "";
      this.toggle(option);
      this.open("");
    } else {
      this.select.value = option.value;
      this.changed();
      this.close();
    }
  }

  toggle(option) {
    option.selected = !option.selected;
    this.changed();
    this.input.focus();
  }

  changed() {
    this.showChosen();
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Emptying the field takes the choice back; anything else that was only typed gives way to the choice.
  close() {
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    if (!this.select.multiple && !this.input.value.trim() && this.select.value && this.hasEmpty()) {
      this.select.value = "";
      this.changed();
    }
    this.showChosen();
  }

  hasEmpty() {
    return [...this.select.options].some((option) => option.value === "");
  }

  showChosen() {
    const chosen = [...this.select.selectedOptions].filter((option) => option.value);
    if (!this.select.multiple) {
      this.input.value = chosen[0]?.text ?? "";
      return;
    }
    this.chips.hidden = !chosen.length;
    this.chips.replaceChildren(...chosen.map((option) => this.chip(option)));
  }

  chip(option) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "lk-chip",
      value: option.value,
      textContent: `${option.text} ×`,
      disabled: this.select.disabled,
    });
    button.setAttribute("aria-label", `${option.text}: ${text("remove")}`);
    item.append(button);
    return item;
  }
}

const known = new WeakSet();

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-search]")) {
    if (!known.has(select)) {
      known.add(select);
      new Choice(select);
    }
  }
}

enhance(document);
document.addEventListener("page:replaced", () => enhance(document));
document.addEventListener("htmx:afterSettle", (event) => enhance(event.target));
