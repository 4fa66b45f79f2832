/* Keeps the pages of an open attempt and what they look like, so that a tab that was closed opens without a network.
   It answers from what it keeps only when the network does not. What it keeps is one person's: it goes when they sign
   out, and when a page for somebody else comes by. */
"use strict";
const SHELL = "palabre-shell";
const PAGES = "palabre-pages:";

const forgetOthers = (owner) => caches.keys().then((names) => Promise.all(
  names.filter((name) => name.indexOf(PAGES) === 0 && name !== PAGES + owner).map((name) => caches.delete(name))));

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const keepAll = (owner, addresses) => forgetOthers(owner).then(() => caches.open(PAGES + owner)).then((cache) => Promise.all(
  addresses.map((address) => fetch(address, { credentials: "same-origin" }).then((reply) => {
    if (reply.ok && !reply.redirected) return cache.put(address, reply);
  }).catch(() => {}))));

self.addEventListener("message", (event) => {
  const said = event.data || {};
  if (said.forget) event.waitUntil(caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))));
  else if (said.owner && said.keep) event.waitUntil(keepAll(said.owner, said.keep));
});

/* A page of an attempt that was looked at again is kept as it is now. */
const refresh = (request, reply) => {
  const owner = reply.headers.get("X-Owner");
  if (owner === null) return Promise.resolve();
  return forgetOthers(owner).then(() => caches.has(PAGES + owner)).then((is) => {
    if (!is || !reply.ok || reply.redirected) return null;
    return caches.open(PAGES + owner).then((cache) => cache.match(request.url).then((kept) => (kept ? cache.put(request.url, reply) : null)));
  });
};

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (path.indexOf("/static/") === 0) {
    /* Its name holds its digest: what is kept is never stale. */
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request).then((reply) => {
      if (reply.ok && /\.(css|js)$/.test(path)) { const copy = reply.clone(); caches.open(SHELL).then((cache) => cache.put(request, copy)); }
      return reply;
    })));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).then((reply) => {
      event.waitUntil(refresh(request, reply.clone()));
      return reply;
    }).catch((error) => caches.match(request.url).then((kept) => { if (kept) return kept; throw error; })));
  }
});
