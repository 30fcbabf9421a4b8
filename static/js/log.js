// Log mode: every pause is saved, leaving saves first, everything by keyboard.
import { Draft } from "./logdraft.js";
import { watch } from "./logstate.js";
import { announce } from "./texts.js";

const PROJECTOR = "projector";
let draft = null;

const form = () => document.querySelector("form[data-log]");
const words = (name) => document.getElementById("log-texts")?.dataset[name] ?? "";

function begin() {
  if (!form()) return;
  draft?.stop();
  draft = new Draft(form(), words);
  watch(draft);
  listShortcuts();
  showPlace();
  for (const element of document.querySelectorAll("main [data-needs-script]")) element.hidden = false;
}

// A long agenda scrolls by itself, never the page.
function showPlace() {
  const line = document.querySelector(".lk-log__agenda [aria-current]");
  const list = line?.closest("ol");
  if (list) list.scrollTop = line.offsetTop - list.offsetTop - list.clientHeight / 2;
}

function listShortcuts() {
  const list = document.querySelector("#shortcuts dl");
  const own = document.getElementById("page-shortcuts");
  if (!list || !own || list.dataset.own) return;
  list.dataset.own = "yes";
  list.prepend(own.content.cloneNode(true));
}

// --- Leaving ---------------------------------------------------------------------------------------------------------

async function leave(address) {
  if (await draft.flush()) location.assign(address);
  else announce(words("unsaved"));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (!link || !plain || link.target || !draft?.isDirty() || !form()) return;
  event.preventDefault();
  leave(link.href);
});

// The browser asks only while something could not be saved; what is under way is sent along.
window.addEventListener("beforeunload", (event) => {
  if (!draft?.isDirty() || form()?.dataset.busy) return;
  draft.sendAlong();
  if (draft.isStuck()) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") draft?.save();
});

// Recording sends what the server has seen: what is typed is saved first, and a conflict is settled before.
document.addEventListener(
  "submit",
  async (event) => {
    const target = event.target;
    if (!target.matches("form[data-log]") || !draft?.isDirty() || draft.isStuck()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    const isSafe = await draft.flush();
    if (draft.refused.size) target.querySelector("[data-conflict] button").focus();
    else if (isSafe || draft.isStuck()) target.requestSubmit(submitter);
  },
  true,
);

// --- Keys ------------------------------------------------------------------------------------------------------------

function choose(name, number) {
  const option = form().querySelectorAll(`input[name=${name}]`)[number];
  if (!option) return false;
  option.checked = true;
  option.focus();
  option.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// "Decided" leads straight to the wording, which is what has to be looked at next.
function chooseResult(number) {
  if (!choose("result", number - 1)) return false;
  if (number === 1) focusOn("wording");
  return true;
}

function focusOn(name) {
  const field = form().querySelector(`[name=${name}]`);
  const visible = field?.closest("div[id^=div_]")?.querySelector("input:not([type=hidden]), textarea") ?? field;
  visible?.focus();
  if (visible?.tagName === "TEXTAREA") visible.setSelectionRange(visible.value.length, visible.value.length);
  return Boolean(visible);
}

function follow(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return link !== null;
}

function project(on) {
  document.documentElement.toggleAttribute("data-projector", on);
  document.querySelector("button[data-projector]")?.setAttribute("aria-pressed", String(on));
  if (on) sessionStorage.setItem(PROJECTOR, "yes");
  else sessionStorage.removeItem(PROJECTOR);
  return true;
}

const toggleProjector = () => project(!document.documentElement.hasAttribute("data-projector"));

const DIGITS = {
  7: () => choose("vote", 1),
  8: () => focusOn("lead_unit"),
  9: () => focusOn("minutes"),
  0: () => follow("[data-attendance]"),
};

function withAlt(event) {
  if (event.key === "ArrowUp") return follow("[data-previous]");
  if (event.key === "ArrowDown") return follow("[data-following]");
  if (event.code === "KeyP") return toggleProjector();
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  if (digit >= "1" && digit <= "6") return chooseResult(Number(digit));
  return digit in DIGITS ? DIGITS[digit]() : false;
}

function act(event) {
  if (event.ctrlKey && event.key === "Enter") {
    form().querySelector("[data-record]").click();
    return true;
  }
  if (event.key === "Escape" && event.target.matches("input, textarea")) {
    event.target.blur();
    return true;
  }
  return event.altKey && !event.ctrlKey && !event.metaKey ? withAlt(event) : false;
}

document.addEventListener("keydown", (event) => {
  if (form() && !event.defaultPrevented && act(event)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("button[data-projector]")) toggleProjector();
});

document.addEventListener("page:replaced", begin);
project(sessionStorage.getItem(PROJECTOR) === "yes");
begin();
if (form() && matchMedia("(hover: hover)").matches && !document.querySelector("#error-summary")) focusOn("minutes");
