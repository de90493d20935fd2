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
  const words = [...form.elements].filter(isKept).map((field) => [field.name, field.value]);
  if (words.some(([, value]) => value.trim())) sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(words));
  else forget(form.dataset.draft);
}

function isKept(field) {
  return field.name && field.matches("textarea, input:not([type=hidden], [type=password], [type=file], [type=radio], [type=checkbox], [type=submit])");
}

// The server's own words win: only what stands empty is filled.
function restore(form) {
  const kept = sessionStorage.getItem(PREFIX + form.dataset.draft);
  if (!kept) return;
  for (const [name, value] of JSON.parse(kept)) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field && !field.value && isKept(field)) field.value = value;
  }
}

// A plain form that was sent and did not come back with an error was taken.
function settle() {
  const sent = sessionStorage.getItem(PREFIX + "sent");
  if (!sent) return;
  sessionStorage.removeItem(PREFIX + "sent");
  if (!document.querySelector(".has-error, .errors-summary, .refusal")) {
    forget(sent);
    document.querySelectorAll(`form[data-draft="${CSS.escape(sent)}"]`).forEach((form) => form.reset());
  }
}

function forget(key) {
  sessionStorage.removeItem(PREFIX + key);
}
