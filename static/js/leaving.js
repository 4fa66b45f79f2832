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
    if (!told.hidden || !left().length) return;
    event.preventDefault();
    told.hidden = false;
    told.focus();
  });
})();
