/* Questions of lessons answered without leaving the page, lines put in order without reloading it. Without this file
   each of them is a form that leads to a page.
   What it takes hold of is listed in templates/components/question.html. Plain ES2015: an old phone runs it or ignores it. */
(() => {
  "use strict";
  if (!window.fetch || !window.DOMParser || !window.URLSearchParams || !Element.prototype.closest) return;

  const FORM = "form[data-question]";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const busy = new Set();

  /* A message that screen readers announce: its element must be there before its text. */
  const statusOf = (reply) => {
    let status = reply.querySelector("[role=status]");
    if (!status) {
      status = document.createElement("p");
      status.className = "meta";
      status.setAttribute("role", "status");
      reply.appendChild(status);
    }
    return status;
  };
  const say = (form, text) => { statusOf(form.querySelector(".reply")).textContent = text; };

  const removeErrors = (form) => {
    const errors = form.querySelector(".errors");
    if (errors) errors.remove();
    all("[aria-invalid]", form).forEach((field) => field.removeAttribute("aria-invalid"));
  };

  /* A table wider than its box says so in words, above it; a screen reader needs no such advice. */
  const showSwipes = () => {
    const around = document.querySelector("[data-swipe]");
    if (!around) return;
    all(".scroll", around).forEach((box) => {
      let words = box.previousElementSibling;
      if (!words || !words.matches(".swipe")) {
        words = document.createElement("p");
        words.className = "meta swipe";
        words.setAttribute("aria-hidden", "true");
        words.textContent = around.dataset.swipe;
        box.parentNode.insertBefore(words, box);
      }
      words.hidden = box.scrollWidth <= box.clientWidth;
    });
  };

  /* The verdict takes the place of what was asked for; the prompt stays above it. */
  const show = (form, html, address) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const answer = page.getElementById("answer");
    const errors = page.querySelector(".errors");
    if (!answer && !errors) { location.href = address; return; }
    removeErrors(form);
    say(form, "");
    const shown = document.importNode(answer || errors, true);
    if (answer) {
      const reply = form.querySelector(".reply");
      shown.removeAttribute("id"); /* a heading of the lesson may have it */
      all("[data-back]", shown).forEach((link) => link.remove());
      reply.hidden = true;
      reply.parentNode.insertBefore(shown, reply.nextSibling);
    } else {
      form.insertBefore(shown, form.firstChild);
      all("[aria-invalid]", page).forEach((field) => {
        document.getElementById(field.id).setAttribute("aria-invalid", "true");
      });
    }
    showSwipes();
    shown.focus();
  };

  const ask = (form) => {
    if (busy.has(form)) return;
    const fields = new URLSearchParams();
    new FormData(form).forEach((value, name) => fields.append(name, value));
    fields.append("check", "1");
    const address = form.getAttribute("action") + "?" + fields;
    busy.add(form);
    say(form, form.dataset.wait);
    fetch(address)
      .then((response) => response.text().then((html) => {
        if (response.ok) show(form, html, address);
        else location.href = address; /* the site's own page says what is wrong */
      }))
      .catch(() => say(form, form.dataset.offline))
      .then(() => busy.delete(form));
  };

  const tryAgain = (event, link) => {
    const question = link.closest(".question");
    const reply = question && question.querySelector(".reply[hidden]");
    if (!reply) return;
    event.preventDefault();
    reply.nextElementSibling.remove();
    reply.hidden = false;
    const first = "input:not([type=hidden]), select, button:not([hidden])";
    (reply.querySelector("input:checked") || reply.querySelector(first)).focus();
  };

  const move = (event, button) => {
    event.preventDefault();
    const item = button.closest("li");
    const list = item.parentNode;
    const isUp = button.name === "up";
    const other = isUp ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    list.insertBefore(isUp ? item : other, isUp ? other : item);
    const items = Array.from(list.children);
    items.forEach((one, place) => {
      all(".step", one).forEach((step) => {
        const isAtEnd = place === (step.name === "up" ? 0 : items.length - 1);
        /* The button in hand stays, without effect: its twin would move the line back at the next key. */
        step.hidden = isAtEnd && step !== button;
        if (isAtEnd && step === button) step.setAttribute("aria-disabled", "true");
        else step.removeAttribute("aria-disabled");
      });
    });
    button.focus();
    const names = { item: item.querySelector("span").textContent, place: items.indexOf(item) + 1 };
    statusOf(list.closest(".reply")).textContent = list.dataset.moved.replace(/\{(\w+)\}/g, (_, name) => names[name]);
  };

  /* The other language opens at the question that one was at. */
  const follow = (event) => {
    const question = event.target.closest(".question[id]");
    if (question) all(".lang a, .contents a[hreflang]").forEach((link) => { link.hash = question.id; });
  };

  all("form .reply").forEach(statusOf);
  showSwipes();
  addEventListener("resize", showSwipes);
  document.addEventListener("focusin", follow);
  document.addEventListener("click", follow);

  /* Folded text is opened on paper, by browsers too that the style sheet cannot ask. */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    opened.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((part) => { part.open = false; }));

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(FORM)) return;
    event.preventDefault();
    ask(event.target);
  });

  document.addEventListener("click", (event) => {
    const again = event.target.closest("[data-again]");
    if (again) tryAgain(event, again);
    const step = event.target.closest("form .step");
    if (step) move(event, step);
  });
})();
