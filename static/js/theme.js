// Light, dark, or as the device. The server reads the cookie and writes the attribute, so nothing flashes.
const YEAR = 365 * 24 * 60 * 60;
const root = document.documentElement;

function current() {
  return root.dataset.kernTheme ?? "auto";
}

function choose(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (theme === "auto") {
    delete root.dataset.kernTheme;
    document.cookie = `theme=; Path=/; Max-Age=0; SameSite=Lax${secure}`;
  } else {
    root.dataset.kernTheme = theme;
    document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  }
  show();
}

function show() {
  for (const button of document.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === current()));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme]");
  if (button) choose(button.dataset.theme);
});
show();
