// What a device keeps of visits until it is sent. It is encrypted: the device has the key while its person is signed in, and
// gets it again from the server. A device from which somebody has signed out holds nothing.

const NAME = "wellkept-visits";
const STORES = { queue: "place", key: "name" };
const MINE = "mine";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        asked.result.createObjectStore(store, { keyPath, autoIncrement: store === "queue" });
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(store, mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const all = () => run("queue", "readonly", (rows) => rows.getAll());
const mine = () => run("key", "readonly", (rows) => rows.get(MINE));

export async function isUsed() {
  const known = await indexedDB.databases?.();
  return known ? known.some((one) => one.name === NAME) : true;
}

export const isAble = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

// The key comes from the server with each sign-in. Another person at this device finds no page of the one before.
export async function unlock(text) {
  const raw = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const owner = String(new Uint8Array(await crypto.subtle.digest("SHA-256", raw)).slice(0, 8));
  const before = await mine();
  if (before?.owner === owner) return;
  if (before) await forgetPages();
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  await run("key", "readwrite", (rows) => rows.put({ name: MINE, owner, key }));
}

export async function isLocked() {
  return !(await mine());
}

// The session has ended: what waits stays, and nobody can read it here. The same person signs in, and it is sent.
export async function lock() {
  await run("key", "readwrite", (rows) => rows.clear());
  for (const row of await all()) if (row.state === "sent") await drop(row.place);
  await forgetPages();
}

// Somebody signs out: the device holds nothing.
export async function forget() {
  for (const store of Object.keys(STORES)) await run(store, "readwrite", (rows) => rows.clear());
  await forgetPages();
}

async function forgetPages() {
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith(NAME)) await caches.delete(name);
}

export async function add(visit, record, picture) {
  const { key, owner } = await mine();
  const row = { visit, owner, id: crypto.randomUUID(), state: "waiting" };
  row.record = await encrypted(key, new TextEncoder().encode(JSON.stringify({ ...record, key: row.id })));
  if (picture) row.picture = await encrypted(key, await picture.arrayBuffer());
  await run("queue", "readwrite", (rows) => rows.add(row));
}

// The records of whoever is signed in, in the order in which they were made.
export async function records() {
  const device = await mine();
  if (!device) return [];
  const rows = (await all()).filter((row) => row.owner === device.owner);
  return Promise.all(rows.map(async (row) => ({ ...row, record: await read(device.key, row.record) })));
}

export async function picture(row) {
  const content = await decrypted((await mine()).key, row.picture);
  return new File([content], row.record.name, { type: row.record.type });
}

async function read(key, box) {
  return JSON.parse(new TextDecoder().decode(await decrypted(key, box)));
}

export async function change(place, values) {
  const row = await run("queue", "readonly", (rows) => rows.get(place));
  if (!row) return;
  const changed = { ...row, ...values };
  if (changed.state === "sent") delete changed.picture;
  await run("queue", "readwrite", (rows) => rows.put(changed));
}

export const drop = (place) => run("queue", "readwrite", (rows) => rows.delete(place));

// Records that are not sent, and one of their visits. Anybody's: who signs out would lose them all.
export async function waiting() {
  const rows = (await all()).filter((row) => row.state !== "sent");
  return { count: rows.length, visit: rows[0]?.visit };
}

async function encrypted(key, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, content: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, content) };
}

function decrypted(key, box) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, key, box.content);
}
