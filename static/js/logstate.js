// Every few seconds: who writes where, what has been recorded, who is there; one request for the whole agenda.
const EVERY = 4000;
// An open page alone is no work: without a key or a click for this long it stops asking, so that the session can end.
const IDLE = 10 * 60 * 1000;

let timer = 0;
let touched = Date.now();

for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, () => (touched = Date.now()));

export function watch(draft) {
  clearInterval(timer);
  timer = setInterval(() => look(draft), EVERY);
  look(draft);
}

async function look(draft) {
  if (document.visibilityState === "hidden" || Date.now() - touched > IDLE || draft.form.dataset.busy) return;
  let state;
  try {
    const answer = await fetch(draft.form.dataset.state, draft.request({}));
    if (answer.status !== 200) return;
    state = await answer.json();
  } catch {
    return; // the line beside the form says so as soon as something cannot be saved
  }
  draft.follow(state);
  showLines(state);
  showPeople(state);
}

function showLines(state) {
  const writers = new Map();
  for (const [item, name] of state.writers) writers.set(item, [...(writers.get(item) ?? []), name]);
  for (const [pk, result, isTyped] of state.lines) {
    const line = document.querySelector(`[data-line="${pk}"]`);
    if (line) showLine(line, { result, isTyped, names: writers.get(pk) ?? [] });
  }
}

function showLine(line, { result, isTyped, names }) {
  const mark = line.querySelector("[data-mark]");
  const kind = result ? "result" : isTyped ? "typed" : "";
  if ((line.dataset.kind ?? "") !== kind && !(kind === "" && !mark.firstElementChild)) {
    line.dataset.kind = kind;
    mark.replaceChildren(...(kind ? [symbol(kind)] : []));
  }
  const place = line.querySelector("[data-writers]");
  const text = names.join(", ");
  if (place.textContent.trim() === text) return;
  place.replaceChildren(...(text ? [symbol("writer"), text] : []));
}

function symbol(kind) {
  return document.getElementById("log-marks").content.querySelector(`[data-${kind}]`).firstElementChild.cloneNode(true);
}

function showPeople(state) {
  const place = document.querySelector("[data-people]");
  if (!place) return;
  const fresh = new DOMParser().parseFromString(state.attendance, "text/html").body;
  if (place.textContent.trim() !== fresh.textContent.trim()) place.replaceChildren(...fresh.childNodes);
}
