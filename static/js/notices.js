// A notice as components/alert.html draws it, made by a script: tone is info, success, warning or danger.
export function notice(tone, words, ...more) {
  const alert = document.createElement("div");
  alert.className = `lk-alert lk-alert--${tone}`;
  const body = document.createElement("div");
  body.className = "lk-alert__body";
  const line = document.createElement("p");
  line.textContent = words;
  body.append(line);
  alert.append(mark(tone), body, ...more);
  return alert;
}

// The words matter more than the icon: without one an empty box takes its place.
function mark(tone) {
  const box = document.getElementById("notice-icons")?.content.querySelector(`[data-tone="${tone}"]`);
  return (box?.firstElementChild ?? document.createElement("span")).cloneNode(true);
}
