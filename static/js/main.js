// Entry of all pages. Every form and link also works without these modules.
import "./theme.js";
import "./menus.js";
import "./shortcuts.js";
import "./toasts.js";
import "./filters.js";
import "./confirm.js";
import "./drafts.js";
import "./forms.js";
import "./choices.js";
import "./passkeys.js";

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

// htmx notes the address of each page in the session's storage; an address may hold what somebody searched for.
const forgetAddress = () => sessionStorage.removeItem("htmx-current-path-for-history");
for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) {
  document.addEventListener(name, forgetAddress);
}
forgetAddress();
