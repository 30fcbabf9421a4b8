// The roll by keyboard: arrows move from person to person, a digit is one act, Alt+0 leads back to the log.
const places = () => [...document.querySelectorAll("[data-place]")];

function listShortcuts() {
  const list = document.querySelector("#shortcuts dl");
  const own = document.getElementById("page-shortcuts");
  if (list && own) list.prepend(own.content.cloneNode(true));
}

function move(step, from) {
  const all = places();
  const index = all.indexOf(from);
  const next = all[Math.min(all.length - 1, Math.max(0, index + step))];
  next?.querySelector("button")?.focus();
  return Boolean(next);
}

function press(place, key) {
  const button = place.querySelector(`button[data-key="${key}"]`);
  button?.click();
  return Boolean(button);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.target.matches("input:not([type=hidden]), textarea, select")) return;
  if (event.altKey) {
    if (event.code !== "Digit0") return;
    document.querySelector("[data-back]").click();
    return event.preventDefault();
  }
  const place = event.target.closest("[data-place]");
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps ? move(steps[event.key], place) : place && press(place, event.key)) event.preventDefault();
});

listShortcuts();
places()[0]?.querySelector("button")?.focus();
