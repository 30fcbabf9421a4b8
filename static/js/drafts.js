// Forms with data-keep: what was typed outlives a closed page or an ended session, in this tab only.
// Forms with data-private are never stored (ASVS 5.0, 14.3.3); forms.js keeps those open instead.
import { notice } from "./notices.js";
import { text } from "./texts.js";

const PREFIX = "draft:";
const KEPT = "form[data-keep]:not([data-private])";
const SKIPPED = new Set(["csrfmiddlewaretoken", "override_warnings"]);

function key(form) {
  const owner = document.body.dataset.user ?? "";
  return `${PREFIX}${owner}:${location.pathname}:${form.id || form.getAttribute("action") || ""}`;
}

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !SKIPPED.has(field.name) && !["file", "hidden", "password", "submit", "button"].includes(field.type),
  );
}

function isOption(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function valueOf(field) {
  if (isOption(field)) return field.checked;
  if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
  return field.value;
}

function put(field, value) {
  if (isOption(field)) field.checked = value;
  else if (field.type === "select-multiple") {
    for (const option of field.options) option.selected = value.includes(option.value);
  } else field.value = value;
}

function state(form) {
  return JSON.stringify(fields(form).map((field) => [field.name, isOption(field) ? field.value : "", valueOf(field)]));
}

function save(form) {
  sessionStorage.setItem(key(form), state(form));
}

export function forget(form) {
  if (form.matches(KEPT)) sessionStorage.removeItem(key(form));
}

function restore(form) {
  const stored = sessionStorage.getItem(key(form));
  if (!stored || stored === state(form)) return;
  const before = state(form);
  putAll(form, stored);
  if (state(form) !== before) offerToDiscard(form, before);
}

function putAll(form, stored) {
  const own = fields(form);
  for (const [name, choice, value] of JSON.parse(stored)) {
    const field = own.find((each) => each.name === name && (!isOption(each) || each.value === choice));
    if (field) put(field, value);
  }
  form.dispatchEvent(new CustomEvent("draft:put", { bubbles: true }));
}

function offerToDiscard(form, before) {
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "kern-btn kern-btn--secondary kern-btn--small";
  const label = Object.assign(document.createElement("span"), { className: "kern-label", textContent: text("discard") });
  discard.append(label);
  const alert = notice("info", text("restored"), discard);
  discard.addEventListener("click", () => {
    sessionStorage.removeItem(key(form));
    putAll(form, before);
    alert.remove();
  });
  form.querySelector("[data-form-notice]")?.replaceChildren(alert);
}

for (const form of document.querySelectorAll(KEPT)) restore(form);

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest(KEPT);
    if (form) save(form);
  });
}

// Signing out leaves nothing behind.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  }
});
