// Service worker: keeps the app's own files, each one checked, so that the tablet starts without a network.
// VERSION and FILES (address → SHA-256, base64) are written above this line. It knows neither answers nor sending.

const CACHE = `langnghe-shell-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  // Said by the attract screen only: nobody is answering then.
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  const address = mode === "navigate" ? "/kiosk/" : pathname;
  if (address in FILES) event.respondWith(kept(address, event.request));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.keys(FILES).map(async (address) => cache.put(address, await genuine(address))));
}

/** Fetch a file; a captive portal's page in its place is refused, and with it this whole version. */
async function genuine(address) {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(address, { cache, redirect: "error", credentials: "omit" });
    const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
    if (response.ok && btoa(String.fromCharCode(...new Uint8Array(digest))) === FILES[address]) return response;
  }
  throw new TypeError(`not ours: ${address}`);
}

async function kept(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? fetch(request);
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("langnghe-shell-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}
