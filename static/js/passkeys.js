// Passkeys are asked for by allauth's script; when that fails, say so in words.
import { text } from "./texts.js";
import { toast } from "./toasts.js";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  toast(text("passkey"), "danger");
});
