// Nothing typed is ever lost: <form data-draft="key"> is kept in this tab until it has been taken.

import { wasTaken } from "./requests.js";

const PREFIX = "draft:";

export function startDrafts() {
  document.querySelectorAll("form[data-draft]").forEach(restore);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.draft) keep(form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.draft && !event.defaultPrevented) sessionStorage.setItem(PREFIX + "sent", event.target.dataset.draft);
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-draft]");
    if (form && wasTaken(event)) {
      forget(form.dataset.draft);
      form.reset(); // what was sent is not there to be sent again
    }
  });
  document.body.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.("form[data-draft]")) restore(event.target);
    event.target.querySelectorAll?.("form[data-draft]").forEach(restore);
  });
  settle();
}

function keep(form) {
  const words = [...form.elements].filter(isKept).map((field) => [field.name, field.value, field.defaultValue]);
  if (words.some(([name, value]) => name !== "once" && value.trim())) sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(words));
  else forget(form.dataset.draft);
}

// A form's own sign (once) is kept with its words, so that the same words sent again are known as the same form.
function isKept(field) {
  if (field.name === "once") return true;
  return field.name && field.matches("textarea, input:not([type=hidden], [type=password], [type=file], [type=radio], [type=checkbox], [type=submit])");
}

// The server's own words win, unless they are the ones that were changed here.
function restore(form) {
  const kept = sessionStorage.getItem(PREFIX + form.dataset.draft);
  if (!kept) return;
  for (const [name, value, before] of JSON.parse(kept)) {
    const field = form.elements.namedItem(name);
    if (!field || !("value" in field) || !isKept(field)) continue;
    if (name === "once" ? !wasRefused() : !field.value || field.value === before) field.value = value;
  }
}

function wasRefused() {
  return Boolean(document.querySelector(".has-error, .errors-summary, .refusal"));
}

// A plain form that was sent and did not come back with an error was taken. One with a sign of its own leads elsewhere
// when it is taken: where it stands here again, its answer was never seen, and its words stay, under the same sign.
function settle() {
  const sent = sessionStorage.getItem(PREFIX + "sent");
  if (!sent) return;
  sessionStorage.removeItem(PREFIX + "sent");
  // Whoever was asked to sign in first has sent nothing yet.
  if (wasRefused() || location.pathname.startsWith("/accounts/")) return;
  const stands = document.querySelector(`form[data-draft="${CSS.escape(sent)}"]`);
  if (!stands?.elements.once) {
    forget(sent);
    document.querySelectorAll(`form[data-draft="${CSS.escape(sent)}"]`).forEach((form) => form.reset());
  }
}

function forget(key) {
  sessionStorage.removeItem(PREFIX + key);
}
