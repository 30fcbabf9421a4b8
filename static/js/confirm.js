// <button data-confirm="What will happen and what remains"> asks once; its own words name the act.
let asked = null;

function ask(button) {
  const dialog = document.getElementById("confirm");
  const act = button.textContent.trim();
  document.getElementById("confirm-title").textContent = `${act}?`;
  document.getElementById("confirm-text").textContent = button.dataset.confirm;
  document.getElementById("confirm-act").textContent = act;
  asked = button;
  dialog.returnValue = "";
  dialog.showModal();
}

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("button[data-confirm]");
    if (!button || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    ask(button);
  },
  true,
);

document.getElementById("confirm")?.addEventListener("close", (event) => {
  const button = asked;
  asked = null;
  if (!button) return;
  button.focus();
  if (event.target.returnValue !== "confirm") return;
  button.dataset.confirmed = "yes";
  button.click();
  delete button.dataset.confirmed;
});
