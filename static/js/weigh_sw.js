// Service worker of the weigh screen: keeps its page, its book and its static files for a reload without the network.
// The view that serves this puts BUILD in front: {name, page, book, spare, statics}.
"use strict";

const PATIENCE = 6000;
const AWAY = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil(fillCache().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(dropOldCaches().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (BUILD.statics.includes(pathname)) event.respondWith(cachedFirst(event.request, pathname));
  else if (pathname === BUILD.page || pathname === BUILD.book) event.respondWith(networkFirst(event, pathname));
});

async function fillCache() {
  const cache = await caches.open(BUILD.name);
  await cache.addAll(BUILD.statics);
  for (const address of [BUILD.page, BUILD.book, BUILD.spare]) await keep(cache, address, await fetch(address));
}

async function dropOldCaches() {
  const prefix = BUILD.name.slice(0, BUILD.name.lastIndexOf("-") + 1);
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== BUILD.name) await caches.delete(name);
}

// Only what this member was given is kept; whoever is sent to the sign-in, or away, leaves nothing here.
async function keep(cache, pathname, answer) {
  if (answer.ok && !answer.redirected) await cache.put(pathname, answer);
  else if (answer.status < 500) await Promise.all([BUILD.page, BUILD.book].map((address) => cache.delete(address)));
}

async function cachedFirst(request, pathname) {
  const cache = await caches.open(BUILD.name);
  const found = await cache.match(pathname);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(pathname, answer.clone());
  return answer;
}

async function networkFirst(event, pathname) {
  const cache = await caches.open(BUILD.name);
  try {
    const answer = await inTime(fetch(event.request));
    if (AWAY.includes(answer.status)) throw new TypeError("The server behind the proxy is away.");
    event.waitUntil(keep(cache, pathname, answer.clone()));
    return answer;
  } catch (problem) {
    const found = (await cache.match(pathname)) || (event.request.mode === "navigate" && (await cache.match(BUILD.spare)));
    if (!found) throw problem;
    const headers = new Headers(found.headers);
    headers.set("X-Kept", "1");
    return new Response(found.body, { status: found.status, headers });
  }
}

function inTime(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new TypeError("No answer in time.")), PATIENCE);
    answer.then(resolve, reject);
  });
}
