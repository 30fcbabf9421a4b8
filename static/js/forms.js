// Forms with data-keep or data-private are sent by fetch: the page with what was typed stays open until the server
// has said where it led. An ended session, a lost connection or a fault never loses anything.
// Every other form that writes is guarded against a second click.
import { forget } from "./drafts.js";
import { notice } from "./notices.js";
import { text } from "./texts.js";

const KEPT = "form[data-keep], form[data-private]";

function busy(form, on) {
  if (on) form.dataset.busy = "yes";
  else delete form.dataset.busy;
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    button.setAttribute("aria-busy", String(on));
  }
}

export function isSignIn(address) {
  return new URL(address, location.href).pathname === document.body.dataset.signIn;
}

function problem(form, name) {
  const alert = notice("danger", text(name));
  if (name === "signedOut") alert.querySelector(".lk-alert__body").append(signInLink());
  const box = form.querySelector("[data-form-notice]");
  box.replaceChildren(alert);
  box.scrollIntoView({ block: "center" });
}

function signInLink() {
  const link = document.createElement("a");
  link.href = document.body.dataset.signIn;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = text("signIn");
  const line = document.createElement("p");
  line.append(link);
  return line;
}

// After signing in again in another tab the old token is worth nothing; ask for a fresh one. Somebody else's sign-in
// does not count: what one person typed is not saved in the name of another.
export async function freshToken(form) {
  const answer = await fetch(location.href, { headers: { "X-Page-Form": "token" } });
  if (answer.status !== 200) return false;
  const page = parse(await answer.text());
  const token = page.querySelector("input[name=csrfmiddlewaretoken]");
  const own = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (!token || !own || page.body.dataset.user !== document.body.dataset.user) return false;
  own.value = token.value;
  delete form.dataset.stale;
  return true;
}

async function send(form, submitter) {
  if (form.dataset.stale && !(await freshToken(form))) return problem(form, "signedOut");
  const answer = await fetch(form.getAttribute("action") || location.href, {
    method: "POST",
    body: new FormData(form, submitter),
    headers: { "X-Page-Form": "submit" },
    redirect: "error",
  });
  const target = answer.headers.get("X-Location");
  if (target !== null) return leave(form, target);
  if (answer.status === 422 || answer.ok) return show(await answer.text());
  if (answer.status === 403 && parse(await answer.text()).querySelector("[data-token-refused]")) return stale(form, "stale");
  problem(form, answer.status === 403 || answer.status === 404 ? "refused" : "failed");
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

function stale(form, name) {
  form.dataset.stale = "yes";
  problem(form, name);
}

function leave(form, target) {
  if (isSignIn(target)) return stale(form, "signedOut");
  const address = new URL(target, location.href);
  if (address.origin !== location.origin) return problem(form, "failed");
  forget(form);
  const samePage = address.pathname === location.pathname && address.search === location.search;
  location.assign(address);
  if (samePage && address.hash) location.reload();
}

// The server found faults: take its page, which holds what was typed and the errors beside it.
function show(html) {
  const page = parse(html);
  const fresh = page.getElementById("main");
  const main = document.getElementById("main");
  keepFiles(main, fresh);
  main.replaceWith(fresh);
  window.htmx?.process(fresh);
  document.title = page.title;
  document.dispatchEvent(new CustomEvent("page:replaced"));
  const summary = document.querySelector("#error-summary, #warning-summary") ?? fresh;
  summary.focus();
  summary.scrollIntoView({ block: "center" });
}

// A chosen file cannot be sent back by the server; move the field itself.
function keepFiles(from, to) {
  for (const field of from.querySelectorAll("input[type=file]")) {
    const twin = field.files.length && to.querySelector(`input[type=file][name="${CSS.escape(field.name)}"]`);
    if (twin) twin.files = field.files;
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.busy) return event.preventDefault();
  if (!form.matches(KEPT)) return setTimeout(() => busy(form, true));
  event.preventDefault();
  busy(form, true);
  try {
    await send(form, event.submitter);
  } catch {
    problem(form, "offline");
  } finally {
    busy(form, false);
  }
});

// A page that comes back from the browser's memory is ready to be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) busy(form, false);
});
