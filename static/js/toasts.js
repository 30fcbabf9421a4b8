// Good news moves to a corner and leaves after a while; bad news stays in the flow of the page.
import { text } from "./texts.js";

const STAY = 12000;

function closeButton(alert) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lk-alert__close";
  button.setAttribute("aria-label", text("close"));
  button.textContent = "×";
  button.addEventListener("click", () => alert.remove());
  return button;
}

function leaveLater(alert) {
  let timer = setTimeout(() => alert.remove(), STAY);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(() => alert.remove(), STAY);
  };
  for (const name of ["pointerenter", "focusin"]) alert.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) alert.addEventListener(name, release);
}

// A toast made by a script: tone is info, success, warning or danger.
export function toast(words, tone = "info") {
  const alert = document.createElement("div");
  alert.className = `lk-alert lk-alert--${tone}`;
  const mark = document.createElement("span");
  const body = document.createElement("p");
  body.className = "lk-alert__body";
  body.textContent = words;
  alert.append(mark, body, closeButton(alert));
  document.getElementById("toasts").append(alert);
  if (tone === "info" || tone === "success") leaveLater(alert);
  return alert;
}

const corner = document.getElementById("toasts");
for (const alert of document.querySelectorAll("[data-toast]")) {
  alert.append(closeButton(alert));
  corner.append(alert);
  leaveLater(alert);
}
