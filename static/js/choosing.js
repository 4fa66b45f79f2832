/* Where two answers stand side by side: what this device kept of its own goes once the learner has chosen the other one,
   or was told that it came too late to be chosen. */
(() => {
  "use strict";
  const place = document.querySelector("[data-settles]");
  if (!place) return;
  const name = "palabre:" + place.dataset.owner + ":" + place.dataset.attempt;
  const settle = () => {
    try {
      const kept = JSON.parse(window.localStorage.getItem(name)) || {};
      place.dataset.settles.split(" ").forEach((key) => { delete kept[key]; });
      if (Object.keys(kept).length) window.localStorage.setItem(name, JSON.stringify(kept));
      else window.localStorage.removeItem(name);
    } catch (_) { /* nothing is kept here */ }
  };
  if ("locked" in place.dataset) settle(); else place.addEventListener("click", settle);
})();
