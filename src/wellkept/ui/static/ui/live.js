// What a colleague does appears within a second, in place. One stream per page, told by the body's data-topics.
import { morphInPlace } from "./morph.js";
import { show } from "./requests.js";

const SETTLE = 60;
const OFFLINE_AFTER = 4000;
const AGAIN = 5000;
const AGAIN_AT_MOST = 120000;
let waiting = new Set();
let timer = 0;
let offline = 0;
let pause = AGAIN;

export function startLive() {
  const { events, topics } = document.body.dataset;
  if (!events || !topics?.trim()) return;
  listen(events, topics);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function listen(events, topics) {
  const stream = new EventSource(`${events}?topics=${encodeURIComponent(topics.trim().split(/\s+/).join(","))}`);
  stream.addEventListener("open", () => {
    clearTimeout(offline);
    offline = 0;
    pause = AGAIN;
    show("[data-offline]", false);
    // Also the first time: what happened between drawing the page and listening would be missed.
    refresh(allLive());
  });
  stream.addEventListener("refresh", () => refresh(allLive()));
  stream.addEventListener("error", () => {
    offline ||= setTimeout(() => show("[data-offline]", true), OFFLINE_AFTER);
    // The browser itself asks again after a break, but gives up after an answer that refuses: the database was away.
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(events, topics), pause);
    pause = Math.min(2 * pause, AGAIN_AT_MOST);
  });
  stream.addEventListener("change", (event) => {
    const said = JSON.parse(event.data);
    for (const topic of said.topics ?? [said.topic]) waiting.add(topic);
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLE);
  });
  stream.addEventListener("presence", (event) => showPresence(JSON.parse(event.data).people));
  addEventListener("pagehide", () => stream.close());
}

function settle() {
  const topics = waiting;
  waiting = new Set();
  refresh(allLive().filter((element) => element.dataset.live.split(/\s+/).some((topic) => topics.has(topic) || topic === "*")));
}

function allLive() {
  return [...document.querySelectorAll("[data-live]")].filter((element) => !element.parentElement.closest("[data-live]:not([data-live-url])"));
}

// Elements that share an address are fetched together; without one of their own they come from this page.
async function refresh(elements) {
  const byUrl = Map.groupBy ? Map.groupBy(elements, address) : grouped(elements);
  await Promise.all([...byUrl].map(([url, group]) => fetchInto(url, group)));
}

function address(element) {
  return element.dataset.liveUrl || location.pathname + location.search;
}

function grouped(elements) {
  const groups = new Map();
  for (const element of elements) groups.set(address(element), [...(groups.get(address(element)) ?? []), element]);
  return groups;
}

async function fetchInto(url, elements) {
  let answer;
  try {
    answer = await fetch(url, { headers: { "X-Live": "1" }, credentials: "same-origin", cache: "no-store" });
  } catch {
    return;
  }
  if (answer.redirected && new URL(answer.url).pathname !== new URL(url, location.href).pathname) return location.reload();
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const element of elements) {
    const fresh = (element.id && page.getElementById(element.id)) || (element.dataset.liveUrl ? page.body.firstElementChild : null);
    if (!fresh || !element.isConnected) continue;
    const target = morphInPlace(element, document.importNode(fresh, true));
    window.htmx?.process(target);
  }
  for (const count of page.querySelectorAll("[data-count]")) {
    const here = document.querySelector(`[data-count="${CSS.escape(count.dataset.count)}"]`);
    if (here) here.textContent = count.textContent;
  }
  const title = page.querySelector("title")?.textContent;
  if (title && url === location.pathname + location.search) document.title = title;
  document.dispatchEvent(new CustomEvent("live:changed", { detail: { url } }));
}

// People come with the faces that the server would draw: {name, initials, hue}; `words` is the sentence beside them.
function showPresence(people) {
  const place = document.querySelector("[data-presence]");
  if (!place) return;
  const faces = document.createElement("span");
  faces.className = "avatars";
  faces.append(
    ...people.slice(0, 5).map(({ name, initials, hue }) => {
      const face = document.createElement("span");
      face.className = `avatar hue-${Number(hue) || 0}`;
      face.title = name;
      face.textContent = initials;
      face.setAttribute("aria-hidden", "true");
      return face;
    }),
  );
  const words = document.createElement("span");
  words.className = "presence-words";
  words.textContent = people.length ? sentence(people.map(({ name }) => name), place.dataset) : "";
  place.replaceChildren(...(people.length ? [faces, words] : []));
}

function sentence(names, { one = "{} is here too", many = "{} are here too" }) {
  const short = names.map((name) => name.split(" ")[0]);
  const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(short);
  return (names.length === 1 ? one : many).replace("{}", list);
}
