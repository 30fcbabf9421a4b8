// Menus are <details data-menu>: close on a click elsewhere and on Escape, which gives the focus back.
function closeOthers(keep) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== keep) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeOthers(event.target.closest("details[data-menu]")));

document.addEventListener("focusin", (event) => {
  const inside = event.target.closest("details[data-menu]");
  if (!inside) closeOthers(null);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
