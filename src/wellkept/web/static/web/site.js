// The page of the person on site. What is recorded is kept on the device and sent when there is a network.
import { add, change, drop, isAble, isLocked, records } from "../ui/device.js";
import { send } from "../ui/sending.js";
import { clear, isDrawn, startSignature } from "./signature.js";
import { smaller } from "./smaller.js";

const EVERY = 10_000;
const page = document.querySelector("[data-site]");
const words = JSON.parse(document.getElementById("site-words").textContent);
const visit = page.dataset.site;
const arrived = new Set(page.dataset.records.split(" "));
const canvas = page.querySelector("canvas");
let seen = page.dataset.seen;

if (isAble()) start();
else say("[data-waiting]", words.insecure);

async function start() {
  for (const form of page.querySelectorAll("form[data-kind]")) form.addEventListener("submit", take);
  for (const box of page.querySelectorAll("[data-check]")) box.addEventListener("change", tick);
  page.querySelector("[data-accept]").addEventListener("click", acceptChange);
  if (canvas) startSignature(canvas, page.querySelector("[data-clear]"));
  for (const event of ["online", "offline", "focus"]) addEventListener(event, sendNow);
  setInterval(sendNow, EVERY);
  for (const row of await here()) if (arrived.has(row.id)) await drop(row.place);
  await show();
  await sendNow();
  page.dataset.ready = "";
  keepPage();
}

// The page is kept, so that it opens without the network.
async function keepPage() {
  if (!navigator.serviceWorker || !navigator.onLine) return;
  await navigator.serviceWorker.register("/visits/site-worker.js", { scope: "/visits/" });
  await navigator.serviceWorker.ready;
  const cache = await caches.open("wellkept-visits");
  const parts = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  const own = new Request(location.pathname, { headers: { "X-Live": "1" } });
  const all = [own, ...parts.filter((path) => path.startsWith("/static/"))];
  await Promise.allSettled(all.map((one) => cache.add(one)));
  page.dataset.kept = "";
}

async function take(event) {
  event.preventDefault();
  const form = event.target;
  const { kind } = form.dataset;
  const record = Object.fromEntries(new FormData(form));
  const { picture, ...fields } = { kind, ...record };
  if (kind === "photo") {
    for (const file of form.elements.picture.files) await keep(fields, await smaller(file));
  } else if (kind === "signature") {
    if (!isDrawn(canvas)) return canvas.scrollIntoView({ block: "center" });
    await keep(fields, await drawing());
    clear(canvas);
  } else {
    await keep(fields);
  }
  form.reset();
  form.querySelector("[name]")?.dispatchEvent(new Event("input", { bubbles: true }));
  form.closest("details")?.removeAttribute("open");
  await sendNow();
}

async function drawing() {
  const content = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  return new File([content], "signature.png", { type: "image/png" });
}

async function tick(event) {
  const box = event.target;
  box.disabled = true;
  await keep({ kind: "check", words: box.value, checked: box.dataset.check });
  await sendNow();
}

async function keep(fields, picture) {
  if (await isLocked()) return say("[data-network]", words.failed);
  const about = picture ? { name: picture.name, type: picture.type } : {};
  await add(visit, { ...fields, ...about, seen, happened: new Date().toISOString() }, picture);
  await show();
}

async function sendNow() {
  const outcome = await send(show);
  if (outcome === "signed out") return location.assign(`/accounts/login/?next=${location.pathname}`);
  say("[data-network]", { offline: words.offline, waits: words.failed }[outcome] ?? "");
  await show();
  if (outcome === "sent") await askState().catch(() => undefined);
}

async function askState() {
  const answer = await fetch(`/visits/${visit}/site/state`, { headers: { "X-Live": "1" }, redirect: "manual" });
  if (!answer.ok) return;
  const state = await answer.json();
  const notice = page.querySelector("[data-changed]");
  notice.hidden = String(state.seen) === seen && state.is_on;
  notice.dataset.seen = state.seen;
  say("[data-words]", state.words);
  notice.querySelector("[data-accept]").hidden = !state.is_on;
}

function acceptChange() {
  const notice = page.querySelector("[data-changed]");
  seen = notice.dataset.seen;
  notice.hidden = true;
}

async function here() {
  return (await records()).filter((row) => row.visit === visit);
}

async function show() {
  const rows = await here();
  const open = rows.filter((row) => row.state !== "sent").length;
  say("[data-waiting]", open ? words.waiting.replace("{}", open) : words.arrived);
  page.querySelector("[data-mark]").className = `mark ${open ? "moved" : "kept"}`;
  page.querySelector("[data-device]").replaceChildren(...rows.reverse().map(line));
  const nothing = page.querySelector("[data-nothing]");
  if (nothing) nothing.hidden = rows.length > 0;
  for (const { record } of rows) {
    if (record.kind === "check") markTicked(record.words);
    if (record.kind === "begun" || record.kind === "ended") hide(record.kind);
  }
}

function markTicked(text) {
  for (const box of page.querySelectorAll("[data-check]")) {
    if (box.value === text) box.checked = box.disabled = true;
  }
}

function hide(kind) {
  const form = page.querySelector(`form[data-kind="${kind}"]`);
  if (form) form.hidden = true;
}

function line(row) {
  const { kind, quantity, words: said, serial, name } = row.record;
  const item = document.createElement("li");
  item.dataset.state = row.state;
  const what = document.createElement("span");
  const head = document.createElement("b");
  head.textContent = [words.kinds[kind], quantity].filter(Boolean).join(" ");
  what.append(head, " ", [said, serial, kind === "photo" && name].filter(Boolean).join(" · "));
  item.append(what, stateOf(row));
  if (row.state === "refused") item.append(choices(row));
  return item;
}

function stateOf(row) {
  const text = document.createElement("span");
  text.className = row.state === "refused" || row.conflict ? "small bad" : "small soft";
  text.textContent = {
    waiting: words.waits,
    refused: row.why,
    sent: row.conflict ? words.kept.replace("%s", words.conflicts[row.conflict]) : words.sent,
  }[row.state];
  return text;
}

function choices(row) {
  const acts = document.createElement("span");
  acts.className = "acts";
  acts.append(
    button(words.again, () => change(row.place, { state: "waiting" }).then(sendNow)),
    button(words.remove, () => drop(row.place).then(show)),
  );
  return acts;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function say(place, text) {
  page.querySelector(place).textContent = text;
}
