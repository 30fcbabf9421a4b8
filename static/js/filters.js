// A filter applies as soon as a choice is made; text fields wait for Enter or the button.
function isChoice(field) {
  return field.matches("select, input[type=checkbox], input[type=radio], input[type=date]");
}

function withoutEmpty(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== "") query.append(name, value);
  }
  return `${location.pathname}?${query}`;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-filter]");
  if (form && isChoice(event.target) && event.target.checkValidity()) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-filter]");
  if (!form) return;
  event.preventDefault();
  location.assign(withoutEmpty(form));
});
