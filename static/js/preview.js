// Reloads a previewed page when its author has saved a file.
(function () {
  "use strict";
  var panel = document.querySelector(".preview");
  if (!panel || !window.fetch) { return; }
  var again = function (milliseconds) { setTimeout(look, milliseconds); };
  function look() {
    if (document.hidden) { again(1000); return; }
    fetch(panel.dataset.state, { cache: "no-store" }).then(function (reply) {
      return reply.json();
    }).then(function (state) {
      if (state.version === panel.dataset.version) { again(1000); } else { location.reload(); }
    }).catch(function () { again(3000); }); // the preview was ended: it may be started again
  }
  again(1000);
}());
