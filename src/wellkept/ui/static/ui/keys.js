// Everything by keyboard. No key does anything while somebody types.

const GO_WAITS = 1200;
let goingSince = 0;

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return find(event);
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return send(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (isTyping(event.target)) return event.key === "Escape" ? leave(event.target) : undefined;
    if (document.querySelector("dialog[open]")) return undefined;
    if (Date.now() - goingSince < GO_WAITS) return go(event);
    return single(event);
  });
}

// What was pressed before this page listened (early.js), one key after the other as if it came now.
export function pressWhatWaited() {
  for (const { key, ctrlKey, metaKey } of window.pressedEarly?.() ?? []) {
    const here = document.activeElement ?? document.body;
    if (isTyping(here) && key.length === 1 && !ctrlKey && !metaKey) {
      type(here, key);
      continue;
    }
    const pressed = new KeyboardEvent("keydown", { key, ctrlKey, metaKey, bubbles: true, cancelable: true });
    if (here.dispatchEvent(pressed) && key === "Enter") isTyping(here) ? here.form?.requestSubmit() : here.click();
  }
}

function type(field, letter) {
  if (!("value" in field) || field.matches("select")) return;
  field.value += letter; // it has just been reached: what is typed goes behind what stands there
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function isTyping(element) {
  return element.isContentEditable || element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");
}

function find(event) {
  const box = document.querySelector("[data-find] input[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function send(event) {
  const form = event.target.form ?? event.target.closest?.("form");
  if (!form || !isTyping(event.target)) return;
  event.preventDefault();
  form.requestSubmit();
}

function leave(field) {
  field.blur();
}

function single(event) {
  switch (event.key) {
    case "/":
      return find(event);
    case "?":
      event.preventDefault();
      return document.getElementById("keys")?.showModal();
    case "g":
      goingSince = Date.now();
      return undefined;
    case "j":
    case "k":
      return move(event, event.key === "j" ? 1 : -1);
    case "ArrowDown":
    case "ArrowUp":
      return event.target.closest("[data-item]") ? move(event, event.key === "ArrowDown" ? 1 : -1) : undefined;
    case "Escape":
      return event.target.closest("[data-find]") ? find(event) : undefined;
    default:
      return press(event);
  }
}

function go(event) {
  goingSince = 0;
  const link = document.querySelector(`.nav a[data-key="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
}

// j and k walk over [data-item]; the item's own link takes the focus, so Enter opens it.
function move(event, by) {
  const items = [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent);
  if (!items.length) return;
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(here + by, 0), items.length - 1);
  const target = items[next].matches("a") ? items[next] : items[next].querySelector("a, button");
  event.preventDefault();
  target?.focus();
  items[next].scrollIntoView({ block: "nearest" });
}

// <button data-press="w"> is pressed by its key, which the page shows beside it.
function press(event) {
  if (event.key.length !== 1 || !/[a-z0-9]/.test(event.key)) return;
  const button = document.querySelector(`[data-press="${event.key}"]`);
  if (button && !button.disabled) {
    event.preventDefault();
    button.focus();
    button.click();
  }
}
