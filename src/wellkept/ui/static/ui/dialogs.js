// Opening and closing: dialogs, menus, the copy button, and fields that show themselves for a choice.

import { wasTaken } from "./requests.js";

const FIRST = "form :is(input:not([type=hidden], [type=checkbox]), textarea, select), form button.button";

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog && !dialog.open) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    if (event.target.matches("dialog.dialog")) event.target.close();
    const closer = event.target.closest("[data-closes]");
    const closed = closer?.closest("dialog");
    if (closed) {
      event.preventDefault(); // a link that leads back to the page we are on
      closed.close();
    }
    closeMenus(event.target);
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pane]")) choosePane(event.target);
  });
  // A form in a dialog that was taken closes it; one that has just come asks for the first word.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (wasTaken(event)) event.detail.elt.closest?.("dialog[open]")?.close();
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target } = event.detail;
    if (elt.matches("[data-opens]") && target.closest("dialog")) target.replaceChildren(); // not the last one's form
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const dialog = event.target.closest?.("dialog.dialog");
    if (!dialog) return;
    if (!dialog.open) dialog.showModal(); // an act of one click was refused: its form says why
    const first = event.target.querySelector("[aria-invalid=true]") ?? event.target.querySelector(FIRST);
    first?.focus();
  });
  // A form that could not be loaded leaves no empty dialog over the page.
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(failure, ({ detail }) => {
      if (detail.elt.matches("[data-opens]")) detail.target?.closest("dialog[open]")?.close();
    });
  }
  keepClearOfKeyboard();
  document.querySelectorAll("[data-pane]:checked").forEach(choosePane);
  document.body.addEventListener("htmx:load", (event) => {
    event.target.querySelectorAll?.("[data-pane]:checked").forEach(choosePane);
  });
}

// The keyboard of a phone covers the page instead of making it shorter on some of them: a dialog keeps clear of it.
function keepClearOfKeyboard() {
  const seen = window.visualViewport;
  seen?.addEventListener("resize", () => {
    const covered = Math.max(0, Math.round(window.innerHeight - seen.height - seen.offsetTop));
    const isKeyboard = seen.scale === 1 && covered > 0;
    document.documentElement.style.setProperty("--keyboard", `${isKeyboard ? covered : 0}px`);
  });
}

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.title;
  button.title = "✓";
  button.classList.add("good");
  setTimeout(() => {
    button.title = words;
    button.classList.remove("good");
  }, 1500);
}

// <input type="radio" data-pane="call"> shows the element with data-pane-of="call" beside its siblings.
function choosePane(radio) {
  const home = radio.closest("form, [data-panes]") ?? document;
  for (const pane of home.querySelectorAll("[data-pane-of]")) {
    const shown = pane.dataset.paneOf.split(" ").includes(radio.dataset.pane);
    pane.hidden = !shown;
    pane.toggleAttribute("inert", !shown);
    if (pane.matches("fieldset")) pane.disabled = !shown;
  }
}
