// The find box and its list: a combobox. The focus stays in the box; arrows choose, Enter opens. What is typed is
// never touched: answers may be late, fail or come in the wrong order, and only the last question's is shown.
import { post } from "./requests.js";

const LEAST = 2; // letters or digits before anything is asked
const WAIT = 80; // ms without a key before it is asked
const LONG = 600; // ms after which a question on its way is given up for a newer one
const SPIN = 300; // ms before anybody is told that it takes time
const AGAIN = 2000; // ms before it is asked again when there was no connection

export function startFind() {
  const home = document.querySelector("[data-find]");
  const box = home?.querySelector("input[role=combobox]");
  const results = home?.querySelector(".find-results");
  rememberWhatWasOpened();
  if (!box || !results) return;
  const status = home.querySelector("[role=status]");
  const options = () => [...results.querySelectorAll("[role=option]")];
  let asked = box.value.trim(); // what the list is to answer; what a page was opened with is answered by the page
  let running = null; // the one question that is on its way
  let timer, spinner;
  let nothing = ""; // what found nothing, until it is kept or typed on

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function drawn() {
    options().forEach((option, place) => (option.id = `found-${place + 1}`));
    box.setAttribute("aria-expanded", String(options().length > 0));
    choose(null);
  }

  function close() {
    stop();
    results.replaceChildren();
    status.textContent = "";
    asked = "";
    drawn();
  }

  // Asking, one question at a time: while the last is on its way the newest text waits, so that nobody's typing keeps
  // the server busy with what nobody waits for. One that takes long is given up for it. What was given up is never drawn.

  function stop() {
    clearTimeout(timer);
    running?.controller.abort();
    running = null;
    rested();
  }

  function rested() {
    clearTimeout(spinner);
    spinner = undefined;
    home.removeAttribute("data-busy");
  }

  function typed() {
    const text = box.value.trim();
    if (text === asked) return;
    if (nothing && !text.startsWith(nothing) && !nothing.startsWith(text)) keep();
    if (text.length < LEAST) return close();
    asked = text;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
    spinner ??= setTimeout(() => home.setAttribute("data-busy", ""), SPIN);
  }

  async function ask() {
    clearTimeout(timer);
    const left = running ? running.since + LONG - performance.now() : 0;
    if (left > 0) {
      timer = setTimeout(ask, left);
      return;
    }
    running?.controller.abort();
    const mine = { text: asked, controller: new AbortController(), since: performance.now() };
    running = mine;
    try {
      const answer = await fetch(`/find?q=${encodeURIComponent(mine.text)}`, {
        headers: { "HX-Request": "true", "HX-Current-URL": location.href },
        signal: mine.controller.signal,
      });
      const html = await answer.text();
      if (mine !== running) return; // it was given up
      if (answer.redirected || !answer.ok || /<html[\s>]/i.test(html)) throw new Error(String(answer.status));
      if (asked.startsWith(mine.text)) draw(html, mine.text);
    } catch {
      if (mine !== running) return;
      running = null;
      failed();
      return;
    }
    running = null;
    if (asked === mine.text) rested();
    else ask();
  }

  function draw(html, text) {
    results.innerHTML = html;
    const answer = results.querySelector("[data-answers]");
    status.textContent = answer?.querySelector("[data-says]")?.textContent.trim() ?? "";
    if (answer?.hasAttribute("data-nothing")) nothing = text.length >= nothing.length ? text : nothing;
    else if (text.startsWith(nothing)) nothing = "";
    drawn();
  }

  function failed() {
    const words = document.createElement("p");
    words.className = "find-said";
    words.textContent = home.dataset.failed;
    results.replaceChildren(words);
    status.textContent = home.dataset.failed;
    drawn();
    rested();
    clearTimeout(timer);
    timer = setTimeout(ask, AGAIN);
  }

  // What found nothing is on record once it is given up: typed over, or left.

  function keep() {
    if (nothing) post("/find/misses", { q: nothing, quietly: "1" });
    nothing = "";
  }

  function open(option, { apart = false } = {}) {
    if (apart) {
      note(option);
      window.open(option.href, "_blank", "noopener");
    } else option.click();
  }

  box.addEventListener("input", typed);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const isAnswered = box.value.trim() === results.querySelector("[data-answers]")?.dataset.answers;
    const only = isAnswered && results.querySelector("[data-only]") ? all[0] : undefined;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length) {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      const next = here < 0 && by < 0 ? all.length - 1 : here + by;
      choose(all[next] ?? null);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      if (all.length) open(all[Math.max(here, 0)], { apart: true });
    } else if (event.key === "Enter" && (here >= 0 || only)) {
      event.preventDefault();
      open(all[here] ?? only);
    } else if (event.key === "Enter") {
      nothing = ""; // the page keeps it
    } else if (event.key === "Escape" && (all.length || results.childElementCount)) {
      event.preventDefault();
      event.stopPropagation();
      keep();
      close();
    }
  });
  home.addEventListener("focusout", (event) => {
    if (home.contains(event.relatedTarget)) return;
    setTimeout(() => {
      if (home.contains(document.activeElement) || !document.hasFocus()) return;
      keep();
      close();
    }, 150);
  });
  box.addEventListener("focus", () => {
    if (box.value !== box.defaultValue) typed();
  });
  addEventListener("online", () => {
    if (asked && !results.querySelector("[data-answers]")) ask();
  });
}

// Which result these words led to: told on the way, so that nobody waits for it.
function rememberWhatWasOpened() {
  for (const kind of ["click", "auxclick"]) {
    document.addEventListener(kind, (event) => {
      const link = event.target.closest?.("a[data-led]");
      if (link && event.button < 2) note(link);
    });
  }
}

function note(link) {
  const asked = link.closest("[data-answers]")?.dataset.answers ?? link.closest("[data-asked]")?.dataset.asked;
  if (asked && link.dataset.led) post("/find/opened", { q: asked, to: link.dataset.led });
}
