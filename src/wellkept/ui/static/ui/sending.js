// Sends what was recorded at visits, in its order. A record has its own key: sent again, it is the same one. A photograph
// is sent again whole.
import { change, isAble, lock, picture, records, unlock } from "./device.js";

const NAME = "wellkept-sending";

// Resolves to "sent", "waits" (the server does not answer), "offline" or "signed out".
export async function send(changed = () => undefined) {
  if (!isAble()) return "waits";
  return navigator.locks.request(NAME, () => sendAll(changed).catch(() => (navigator.onLine ? "waits" : "offline")));
}

async function sendAll(changed) {
  const token = await identify();
  if (!token) return "signed out";
  for (const row of await records()) {
    if (row.state !== "waiting") continue;
    if (!(await sendOne(row, token))) return "signed out";
    await changed();
  }
  return "sent";
}

// Ask who is signed in: the device gets its key and a token, or loses the key.
async function identify() {
  const answer = await fetch("/visits/device", { headers: { "X-Live": "1" }, redirect: "manual" });
  if (await isSignedOut(answer)) return undefined;
  if (!answer.ok) throw new Error(answer.status);
  const { key, csrf } = await answer.json();
  await unlock(key);
  return csrf;
}

async function sendOne(row, token) {
  const form = new FormData();
  for (const [name, value] of Object.entries(row.record)) form.set(name, value);
  if (row.picture) form.set("picture", await picture(row), row.record.name);
  const answer = await fetch(`/visits/${row.visit}/records`, {
    method: "POST",
    body: form,
    headers: { "X-CSRFToken": token },
    redirect: "manual",
  });
  if (await isSignedOut(answer)) return false;
  if (!answer.headers.get("content-type")?.includes("json")) throw new Error(answer.status);
  const said = await answer.json();
  if (answer.ok) await change(row.place, { state: "sent", conflict: said.conflict });
  else if (answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
  else await change(row.place, { state: "refused", why: said.words });
  return true;
}

async function isSignedOut(answer) {
  if (answer.type !== "opaqueredirect" && answer.status !== 401) return false;
  await lock();
  return true;
}
