// A file that is too large is refused before it is sent; what has been typed stays.
const size = (bytes) => `${(bytes / 1024 / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

function refusal(field) {
  const most = Number(field.dataset.maxBytes);
  const file = [...field.files].find((each) => each.size > most);
  if (!file) return "";
  const values = { name: file.name, size: size(file.size), most: size(most) };
  const words = field.form.querySelector("[data-too-large]").content.textContent;
  return words.replace(/\[(\w+)\]/g, (_whole, name) => values[name]);
}

document.addEventListener("change", (event) => {
  const field = event.target.closest("input[type=file][data-max-bytes]");
  if (!field) return;
  field.setCustomValidity(refusal(field));
  field.reportValidity();
});

// The forms check for themselves (novalidate); this one field is checked here.
document.addEventListener(
  "submit",
  (event) => {
    const field = event.target.querySelector("input[type=file][data-max-bytes]");
    if (!field || field.reportValidity()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
