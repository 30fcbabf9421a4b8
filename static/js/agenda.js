// The order of an agenda: drag by mouse or finger, move with Alt and arrow keys. The buttons work without this module.
import { announce } from "./texts.js";

const list = () => document.querySelector("[data-lines]");
const lines = () => [...list().children];
const isSection = (line) => line.hasAttribute("data-section");

function show() {
  for (const element of document.querySelectorAll("main [data-needs-script]")) element.hidden = false;
}

// --- The tree, read from the lines -----------------------------------------------------------------------------------

function branch(line) {
  const keys = new Set([line.dataset.key]);
  return lines().filter((each) => {
    if (each !== line && !keys.has(each.dataset.parent)) return false;
    keys.add(each.dataset.key);
    return true;
  });
}

// How many items stand above a line; sections do not count.
function level(line) {
  const parent = list().querySelector(`[data-key="${line.dataset.parent}"]`);
  return parent && !isSection(parent) ? level(parent) + 1 : 0;
}

// A line may be dropped before another one of its own level or a higher one, never inside a foreign branch.
function places(moved) {
  const own = isSection(moved[0]) ? -1 : level(moved[0]);
  const rest = lines().filter((line) => !moved.includes(line));
  const may = (line) => (isSection(line) ? own <= 0 : level(line) <= own && own >= 0);
  return [...rest.filter(may), null];
}

// The line to which a dropped one belongs: the nearest one above it that is one level higher.
function parentAt(line) {
  if (isSection(line)) return "";
  const wanted = level(line);
  for (let each = line.previousElementSibling; each; each = each.previousElementSibling) {
    if (isSection(each)) return wanted === 0 ? each.dataset.key : null;
    if (level(each) === wanted) return each.dataset.parent;
    if (level(each) === wanted - 1) return each.dataset.key;
  }
  return wanted === 0 ? "" : null;
}

// --- Dragging --------------------------------------------------------------------------------------------------------

let drag = null;

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  event.preventDefault();
  grip.focus();
  const line = grip.closest("[data-key]");
  const moved = branch(line);
  const order = lines();
  drag = { grip, line, moved, order, places: places(moved), pointer: event.pointerId };
  grip.setPointerCapture(event.pointerId);
  for (const each of moved) each.classList.add("lk-line--dragged");
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  const distance = (place) => {
    const edge = place ? place.getBoundingClientRect().top : list().getBoundingClientRect().bottom;
    return Math.abs(edge - event.clientY);
  };
  const nearest = drag.places.reduce((best, place) => (distance(place) < distance(best) ? place : best));
  if (drag.moved.at(-1).nextElementSibling !== nearest) {
    for (const each of drag.moved) list().insertBefore(each, nearest);
  }
});

function end(isKept) {
  const { line, moved, order, grip } = drag;
  drag = null;
  for (const each of moved) each.classList.remove("lk-line--dragged");
  const parent = parentAt(line);
  const isSame = order.every((each, index) => each === list().children[index]);
  if (!isKept || parent === null) list().append(...order);
  else if (!isSame) send(line, parent);
  grip.focus();
}

document.addEventListener("pointerup", (event) => drag?.pointer === event.pointerId && end(true));
document.addEventListener("pointercancel", (event) => drag?.pointer === event.pointerId && end(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && drag && end(false));

function send(line, parent) {
  line.dataset.parent = parent;
  const order = lines().map((each) => `${each.dataset.key}:${each.dataset.parent}`).join(",");
  const form = document.getElementById("agenda-lines");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  window.htmx.ajax("POST", form.dataset.arrange, {
    target: "#agenda-lines",
    swap: "outerHTML",
    values: { order, csrfmiddlewaretoken: token },
  });
}

// --- Keys ------------------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("[data-key]");
  const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!line || !direction || !event.altKey) return;
  const button = document.getElementById(`${direction}-${line.dataset.key}`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// New lines come with their grips still hidden, so the focus is given back once they are shown.
let focused = "";

document.addEventListener("htmx:beforeSwap", () => {
  focused = document.activeElement?.closest("[data-key]") ? document.activeElement.id : "";
});

document.addEventListener("htmx:afterSettle", () => {
  show();
  const place = focused && document.getElementById(focused);
  if (!place) return;
  place.focus();
  announce(place.closest("[data-key]").dataset.words);
});

// --- Proposals -------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-untick]")) return;
  for (const box of document.querySelectorAll(".lk-proposals [name=keys]")) box.checked = false;
  document.querySelector(".lk-proposals [name=keys]").focus();
});

show();
