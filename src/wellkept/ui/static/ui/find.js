// The find box and its list: a combobox. The focus stays in the box; arrows choose, Enter opens.

export function startFind() {
  const home = document.querySelector("[data-find]");
  const box = home?.querySelector("input[role=combobox]");
  const results = home?.querySelector(".find-results");
  if (!box || !results) return;
  const options = () => [...results.querySelectorAll("[role=option]")];

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function shown() {
    box.setAttribute("aria-expanded", String(options().length > 0));
    choose(null);
  }

  function close() {
    results.replaceChildren();
    shown();
  }

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length) {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      const next = here < 0 && by < 0 ? all.length - 1 : here + by;
      choose(all[next] ?? null);
    } else if (event.key === "Enter" && here >= 0) {
      event.preventDefault();
      all[here].click();
    } else if (event.key === "Escape" && all.length) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  // What was asked for last may come after the box was emptied.
  results.addEventListener("htmx:afterSwap", () => (box.value.trim() ? shown() : close()));
  home.addEventListener("focusout", (event) => {
    if (!home.contains(event.relatedTarget)) setTimeout(() => home.contains(document.activeElement) || close(), 150);
  });
  box.addEventListener("focus", () => {
    if (box.value.trim() && !options().length && box.value !== box.defaultValue) window.htmx?.trigger(box, "input");
  });
  new MutationObserver(() => box.setAttribute("aria-expanded", String(options().length > 0))).observe(results, { childList: true });
}
