/* Who signs out while answers of theirs are on this device only is told first: signing out takes them away from it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-leaves]");
  const told = document.querySelector("[data-leaving]");
  if (!form || !told) return;
  const left = () => {
    try {
      return Object.keys(window.localStorage).filter((name) => name.indexOf("palabre:" + form.dataset.leaves + ":") === 0);
    } catch (_) { return []; }
  };
  form.addEventListener("submit", (event) => {
    if (told.hidden && left().length) {
      event.preventDefault();
      told.hidden = false;
      told.focus();
    } else if (navigator.onLine !== false) {
      /* The site's reply says so too; not every browser listens. */
      try { left().forEach((name) => window.localStorage.removeItem(name)); } catch (_) { /* nothing is kept here */ }
      if (window.caches) caches.keys().then((names) => names.forEach((name) => caches.delete(name))).catch(() => {});
    }
  });
})();
