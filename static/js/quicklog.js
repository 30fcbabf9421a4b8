// The stepper of the quick log. Without it the field takes a typed number.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const field = document.getElementById(button.dataset.for);
  const now = Number.parseInt(field.value, 10) || Number(field.min) - Math.max(Number(button.dataset.step), 0);
  const next = now + Number(button.dataset.step);
  field.value = String(Math.min(Math.max(next, Number(field.min)), Number(field.max)));
});

// After an error the page is replaced, and its buttons with it.
document.addEventListener("page:replaced", () => {
  for (const button of document.querySelectorAll("[data-step]")) button.hidden = false;
});
