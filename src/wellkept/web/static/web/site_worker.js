// Opens the page of a visit without the network: what the network gave last is kept, and shown where there is none.

const CACHE = "wellkept-visits";
const PAGE = /^\/visits\/\d+\/site$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (PAGE.test(pathname) || pathname.startsWith("/static/")) event.respondWith(answer(event.request));
});

async function answer(request) {
  const fresh = await fetch(request).catch(() => undefined);
  if (!fresh) return kept(request);
  if (fresh.ok && !fresh.redirected) await (await caches.open(CACHE)).put(request, fresh.clone());
  else if (fresh.type === "opaqueredirect") await caches.delete(CACHE); // the session has ended
  return fresh;
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? Response.error();
}
