/* Says, without interrupting, when the time of an attempt is nearly up: five minutes and one minute before, and when it
   is over. Its words stand in templates/components/quiz.html, at `running_time`; without this file the page says when
   the time is up, and the site closes the attempt by its own clock in any case. */
(() => {
  "use strict";
  const line = document.querySelector("[data-remaining]");
  if (!line) return;
  const words = line.dataset.words.split("|");
  /* Counted from what the server says is left: the clock of this device may be wrong by a day. A page that was kept on
     the device is older than it looks, so the earliest end that the pages of this tab told holds; one that is half a day
     away is of another setting of the clock. */
  let ends = Date.now() + line.dataset.remaining * 1000;
  try {
    const name = "palabre-end:" + line.dataset.end;
    const known = Number(window.sessionStorage.getItem(name));
    if (known && known < ends && ends - known < 12 * 3600 * 1000) ends = known;
    window.sessionStorage.setItem(name, String(ends));
  } catch (_) { /* without a memory, each page counts by itself */ }

  const stageOf = (seconds) => (seconds <= 0 ? 3 : seconds <= 60 ? 2 : seconds <= 300 ? 1 : 0);
  let told = stageOf(line.dataset.remaining); /* the page itself has said so much */
  let timer = 0;
  const look = () => {
    const left = (ends - Date.now()) / 1000;
    const stage = stageOf(left);
    if (stage <= told) return;
    told = stage;
    const said = document.createElement("p");
    said.className = "message";
    /* A phone may wake this a little late: what is not quite five minutes is five. */
    said.textContent = stage === 3 ? line.dataset.over : words[Math.floor(left / 60 + 0.1)];
    line.textContent = "";
    line.appendChild(said);
    if (stage === 3) clearInterval(timer);
  };
  timer = setInterval(look, 2000);
  look();
})();
