// Words in the language of the page, written by components/script_texts.html.
export function text(name) {
  return document.getElementById("texts")?.dataset[name] ?? "";
}

// Read out for people who do not see the page change.
export function announce(words) {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}
