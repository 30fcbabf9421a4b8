// Good news moves to a corner and leaves after a while; bad news stays in the flow of the page.
import { notice } from "./notices.js";
import { text } from "./texts.js";

const STAY = 12000;
const corner = document.getElementById("toasts");

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
  let timer = 0;
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => alert.remove(), STAY);
  };
  for (const name of ["pointerenter", "focusin"]) alert.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) alert.addEventListener(name, release);
  release();
}

export function toast(words, tone = "info") {
  const alert = notice(tone, words);
  alert.setAttribute("role", tone === "danger" ? "alert" : "status");
  alert.append(closeButton(alert));
  corner.append(alert);
  if (tone === "info" || tone === "success") leaveLater(alert);
}

for (const alert of document.querySelectorAll("[data-toast]")) {
  alert.append(closeButton(alert));
  corner.append(alert);
  leaveLater(alert);
}
