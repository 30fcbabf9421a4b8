// "/" searches, "?" lists the shortcuts, "g s" and the like follow links that carry data-shortcut.
const PAUSE = 1200;
let pending = "";
let timer = 0;

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function follow(keys) {
  const link = document.querySelector(`a[data-shortcut="${CSS.escape(keys)}"]`);
  if (link) location.assign(link.href);
  return link !== null;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-shortcut-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.key === "?") {
    event.preventDefault();
    openDialog("shortcuts");
    return;
  }
  if (event.key.length !== 1) return;
  const keys = pending ? `${pending} ${event.key}` : event.key;
  pending = pending || follow(keys) ? "" : event.key;
  if (keys.includes(" ")) follow(keys);
  clearTimeout(timer);
  timer = setTimeout(() => (pending = ""), PAUSE);
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) openDialog(opener.dataset.openDialog);
});
