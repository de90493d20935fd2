// Nothing typed is ever lost: what stands in a form is kept in this tab until the form has been taken. That holds for each
// <form data-draft="key">, and for each form of the kit that is posted: its key is its address.

import { wasTaken } from "./requests.js";

const PREFIX = "draft:";
const SENT = PREFIX + "sent";
const REFUSED = PREFIX + "refused";
let wasSent = false;

export function startDrafts() {
  restoreAll(document);
  for (const change of ["input", "change"]) document.addEventListener(change, (event) => keep(event.target.form));
  document.addEventListener("submit", (event) => {
    const key = keyOf(event.target);
    if (!key || event.defaultPrevented) return;
    wasSent = true;
    keep(event.target);
    sessionStorage.setItem(SENT, JSON.stringify({ key, from: location.pathname + location.search }));
  });
  // Back shows what was typed and not taken, and nothing else: not what the browser remembers of a form that was sent.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && wasSent) location.reload();
    if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward" || wasRefused()) return;
    for (const form of document.forms) if (keyOf(form)) form.reset();
    restoreAll(document);
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form");
    if (form && keyOf(form) && wasTaken(event)) {
      forget(keyOf(form));
      form.reset(); // what was sent is not there to be sent again
    }
  });
  document.body.addEventListener("htmx:load", (event) => restoreAll(event.target));
  settle();
}

// Signing in is not kept.
function keyOf(form) {
  if (!form?.matches("form[data-draft], form.form[method=post]")) return undefined;
  const { pathname } = new URL(form.getAttribute("action") || location.href, location.href);
  if (pathname.startsWith("/accounts/")) return undefined;
  return form.dataset.draft || `form:${pathname}`;
}

function keep(form) {
  const key = keyOf(form);
  if (!key) return;
  // A form that came back refused says what was typed before: what the page said at first stands in what was kept.
  const first = wasRefused() ? draftOf(key) : [];
  const fields = [...form.elements].filter(isKept).map((field) => {
    const [which, value, before] = stateOf(field);
    const old = first.find((other) => other[0] === field.name && other[1] === which);
    return [field.name, which, value, old ? old[3] : before];
  });
  if (fields.some(([name, , value, before]) => name !== "once" && value !== before)) {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(fields));
  } else {
    forget(key);
  }
}

function draftOf(key) {
  return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "[]");
}

// A form's own sign (once) is kept with its words, so that the same words sent again are known as the same form.
function isKept(field) {
  if (field.name === "once") return true;
  return field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])");
}

// Of one field: which of its name it is, what it says, and what it said when the page came.
function stateOf(field) {
  if (field.matches("[type=radio], [type=checkbox]")) return [field.value, field.checked, field.defaultChecked];
  if (!field.matches("select")) return ["", field.value, field.defaultValue];
  const options = [...field.options];
  const first = options.filter((option) => option.defaultSelected);
  if (!first.length && !field.multiple && options.length) first.push(options[0]);
  return ["", valuesOf([...field.selectedOptions]), valuesOf(first)];
}

function valuesOf(options) {
  return JSON.stringify(options.map((option) => option.value));
}

// The server's own words win, unless they are the ones that were changed here.
function restore(form) {
  const fields = [...form.elements].filter(isKept);
  for (const [name, which, value, before] of draftOf(keyOf(form))) {
    const field = fields.find((other) => other.name === name && stateOf(other)[0] === which);
    if (!field) continue;
    const now = stateOf(field)[1];
    if (name === "once" ? !wasRefused() : now !== value && (now === "" || now === before)) put(field, value);
  }
}

function put(field, value) {
  if (typeof value === "boolean") field.checked = value;
  else if (field.matches("select")) {
    const chosen = JSON.parse(value);
    for (const option of field.options) option.selected = chosen.includes(option.value);
  } else {
    field.value = value;
    return;
  }
  field.dispatchEvent(new Event("change", { bubbles: true })); // what a choice shows is shown again
}

function restoreAll(part) {
  if (part.matches?.("form") && keyOf(part)) restore(part);
  for (const form of part.querySelectorAll?.("form") ?? []) if (keyOf(form)) restore(form);
}

function wasRefused() {
  return Boolean(document.querySelector(".has-error, .errors-summary, .refusal"));
}

// A plain form that was sent and did not come back with an error was taken. One with a sign of its own leads elsewhere
// when it is taken: where it stands here again, its answer was never seen, and its words stay, under the same sign.
function settle() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
  const at = location.pathname;
  if (!wasRefused()) sessionStorage.removeItem(REFUSED);
  else leaveRefused(sent ? { at, from: sent.from } : JSON.parse(sessionStorage.getItem(REFUSED) ?? "null"));
  if (!sent) return;
  sessionStorage.removeItem(SENT);
  // Whoever was asked to sign in first has sent nothing yet.
  if (location.pathname.startsWith("/accounts/")) return;
  if (wasRefused()) return;
  const stands = [...document.forms].filter((form) => keyOf(form) === sent.key);
  if (!stands[0]?.elements.once) {
    forget(sent.key);
    stands.forEach((form) => form.reset());
  }
}

// Back and reload lead to the page of the form, with what was typed, and never send it a second time. The page is kept
// until one without a refusal comes: a reload in the same moment brings the refused page once more.
function leaveRefused(refused) {
  if (refused?.at !== location.pathname || location.pathname.startsWith("/accounts/")) return;
  sessionStorage.setItem(REFUSED, JSON.stringify(refused));
  history.replaceState(history.state, "", refused.from);
}

function forget(key) {
  sessionStorage.removeItem(PREFIX + key);
}
