// Log mode by keyboard: Ctrl+Enter records and goes on, Alt+arrows change the item, Alt+1 to 6 choose the result.
function follow(selector) {
  const link = document.querySelector(selector);
  if (link) location.assign(link.href);
  return link !== null;
}

function choose(number) {
  const option = document.querySelectorAll("form[data-log] input[name=result]")[number - 1];
  if (!option) return false;
  option.checked = true;
  option.focus();
  option.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function act(event) {
  if (event.ctrlKey && event.key === "Enter") {
    document.querySelector("form[data-log] [data-save]")?.click();
    return true;
  }
  if (!event.altKey || event.ctrlKey || event.metaKey) return false;
  if (event.key === "ArrowUp") return follow("[data-previous]");
  if (event.key === "ArrowDown") return follow("[data-following]");
  const digit = /^Digit([1-6])$/.exec(event.code);
  return digit ? choose(Number(digit[1])) : false;
}

document.addEventListener("keydown", (event) => {
  if (act(event)) event.preventDefault();
});
