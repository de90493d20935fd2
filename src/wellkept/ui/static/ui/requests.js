// What goes out carries the CSRF token; what fails says so and keeps what was typed.

const SLOW_AFTER = 3000;

export function startRequests() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
  });
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(failure, () => show(".offline[data-failed]", true));
  }
  // A refusal comes as a fragment and is shown where it belongs; a whole error page is never put into this one.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status < 400 || !/<html[\s>]/i.test(xhr.responseText)) return;
    event.detail.shouldSwap = false;
    show(".offline[data-failed]", true);
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) show(".offline[data-failed]", false);
  });
  tellOfSlowness();
  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest("[data-toast], .refusal")?.remove();
  });
}

// A sign is shown above everything. While a dialog is open it stands in the dialog: all the rest is out of reach then.
export function show(selector, shown) {
  const sign = document.querySelector(selector);
  if (!sign) return;
  if (sign.matches(":popover-open")) sign.hidePopover();
  if (!shown) return;
  const dialog = document.querySelector("dialog[open]");
  (dialog ?? document.body).append(sign);
  sign.showPopover();
  dialog?.addEventListener("close", () => sign.matches(":popover-open") && show(selector, true), { once: true });
}

// What is sent and not answered for a while says so: nobody presses again, or goes away, in the belief that it is done.
function tellOfSlowness() {
  const waiting = new Map();
  document.body.addEventListener("htmx:beforeSend", ({ detail }) => {
    if (detail.requestConfig?.verb === "get") return;
    waiting.set(detail.xhr, setTimeout(() => show(".offline[data-slow]", true), SLOW_AFTER));
  });
  for (const end of ["htmx:afterRequest", "htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(end, ({ detail }) => {
      clearTimeout(waiting.get(detail.xhr));
      if (waiting.delete(detail.xhr) && !waiting.size) show(".offline[data-slow]", false);
    });
  }
}

// Whether a form that was sent has been taken: htmx calls a refusal that comes back as a page successful, too.
export function wasTaken({ detail }) {
  return detail.successful && detail.xhr.status < 400 && detail.requestConfig?.verb !== "get";
}

// Something to be noted on the way: it is sent also when the page is left, and nobody waits for the answer.
export function post(address, said) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  return fetch(address, {
    method: "POST",
    body: new URLSearchParams(said),
    headers: { "X-CSRFToken": token },
    keepalive: true,
  }).catch(() => undefined);
}
