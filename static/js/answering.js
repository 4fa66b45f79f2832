/* Answers of an attempt, kept while they are given. Without this file each is kept by the button of its page.
   An answer is written down on this device first, under a name that only its owner's pages look for, then sent; it is
   forgotten here when the site has it. What was sent and got no reply is sent again as it was: its key counts once.
   What it takes hold of is listed in templates/components/quiz.html, at `saving`; [data-left] and form[data-hand-in] as well. */
(() => {
  "use strict";
  const page = document.querySelector("[data-keep]");
  if (!page || !window.fetch || !window.DOMParser || !window.URLSearchParams || !Element.prototype.closest) return;
  let store;
  try { store = window.localStorage; store.getItem("palabre"); } catch (_) { return; }

  const NAME = "palabre:" + page.dataset.owner + ":" + page.dataset.attempt;
  const around = page.closest("form");
  const form = around.matches("[data-hand-in]") ? null : around; /* the one that asks; the other only hands in */
  const status = page.querySelector(".saving");
  const again = page.querySelector(".saving-again");
  const button = form && form.querySelector(".actions .button:not(.step)");
  let token = around.querySelector("[name=csrf_token]").value;
  let sending = null;
  let wait = 2000;

  /* What the browser refuses to write down, or has thrown away, is in the open page alone: `memory`, then. It is not
     written down again: whoever signed out in another tab wants it gone. `mine` is what this page wrote last. */
  let memory = null;
  let mine = {};
  let isLeaving = false;
  const isEmpty = (kept) => !Object.keys(kept).length;
  const stored = () => { try { return JSON.parse(store.getItem(NAME)); } catch (_) { return null; } };
  const put = (kept) => { if (isEmpty(kept)) store.removeItem(NAME); else store.setItem(NAME, JSON.stringify(kept)); };
  const read = () => {
    const found = memory || stored();
    if (!found && !isEmpty(mine)) memory = mine;
    return memory || found || {};
  };
  const change = (key, how) => {
    const kept = read();
    kept[key] = how(kept[key]);
    if (!kept[key]) delete kept[key];
    if (!memory) try { put(kept); mine = kept; return; } catch (_) { /* no room */ }
    memory = mine = kept;
    if (isEmpty(kept)) memory = null;
    const old = stored();
    if (old && !kept[key]) { delete old[key]; try { put(old); } catch (_) { /* it stays */ } }
  };

  const tell = (name, canSend) => {
    if (status.dataset.told !== name) { status.dataset.told = name; status.textContent = page.dataset[name] || ""; }
    again.hidden = !canSend;
  };

  /* The questions of this page: by key, the place that holds their fields. Their names begin with the key where a page
     holds several; they are kept without it. What is kept of another page's question has no place here: its options may
     well have the same ids, "True" and "False" among them. */
  const isAlone = (root, key) => Boolean(root.querySelector("[data-question='" + key + "']"));
  const versionOf = (root, key) => root.querySelector("[name='" + key + ":version']")
    || (isAlone(root, key) ? root.querySelector("[name=version]") : null);
  const prefixOf = (root, key) => (root.querySelector("[name='" + key + ":version']") ? key + ":" : "");
  const placeOf = (root, key) => (prefixOf(root, key) ? root.querySelector("#question-" + key) : root);
  const fieldsOf = (root, key) => {
    const prefix = prefixOf(root, key);
    return Array.from(placeOf(root, key).querySelectorAll("input, select"))
      .filter((field) => field.name.indexOf(prefix + "answer") === 0)
      .filter((field) => (field.type !== "radio" && field.type !== "checkbox") || field.checked)
      .map((field) => [field.name.slice(prefix.length), field.value])
      .filter((pair) => pair[1] !== "");
  };
  const questionOf = (element) => {
    const section = element.closest("section.question[id]");
    return section ? section.id.slice("question-".length) : page.dataset.question;
  };

  /* What was given before the page was closed stands in it again. */
  const restore = (key, entry) => {
    if (!form || !versionOf(form, key)) return;
    const fields = entry.fields;
    versionOf(form, key).value = entry.version; /* what was seen when it was given: the site may have moved on */
    const prefix = prefixOf(form, key);
    const place = placeOf(form, key);
    const list = place.querySelector("ol.order");
    if (list) {
      fields.forEach((pair) => {
        const item = list.querySelector("input[value='" + pair[1] + "']");
        if (item) list.appendChild(item.closest("li"));
      });
      return;
    }
    const values = {};
    fields.forEach((pair) => { (values[pair[0]] = values[pair[0]] || []).push(pair[1]); });
    Array.from(place.querySelectorAll("input, select")).forEach((field) => {
      if (field.name.indexOf(prefix + "answer") !== 0) return;
      const given = values[field.name.slice(prefix.length)] || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = given.indexOf(field.value) >= 0;
      else field.value = given[0] || "";
    });
  };

  /* The form of the page, as the site has it now. A key that the site gave and nobody has used is kept for the next. */
  let nextKey = form ? form.querySelector("[name=form_key]").value : "";
  const settle = (key, version, formKey) => {
    nextKey = formKey;
    const field = form && versionOf(form, key);
    if (form) form.querySelector("[name=form_key]").value = formKey;
    if (field) field.value = version;
  };

  const bodyOf = (key, sent) => {
    const body = new URLSearchParams();
    body.append("csrf_token", token);
    body.append("form_key", sent.formKey);
    body.append(key + ":version", sent.version);
    sent.fields.forEach((pair) => body.append(key + ":" + pair[0], pair[1]));
    return body;
  };

  /* The site has it: forget it, unless it was changed meanwhile. */
  const received = (key, sent, version, formKey) => {
    settle(key, version, formKey);
    change(key, (kept) => (!kept || kept.number === sent.number ? null : Object.assign(kept, { version, sent: null })));
  };

  /* Its key is used up, or the sign-in is another one: look at the page as the site shows it now. */
  const compare = (key, entry, sent) => fetch(entry.path, { credentials: "same-origin" }).then((reply) => reply.text().then((html) => {
    if (/\/sign-in/.test(reply.url)) return "signedOut";
    if (reply.status >= 500) return "here";
    const there = new DOMParser().parseFromString(html, "text/html").querySelector("form .saved");
    const asked = there && there.closest("form");
    const field = asked && versionOf(asked, key);
    if (!field) return "stopped";
    token = asked.querySelector("[name=csrf_token]").value;
    const formKey = asked.querySelector("[name=form_key]").value;
    if (JSON.stringify(fieldsOf(asked, key)) === JSON.stringify(sent.fields)) {
      received(key, sent, field.value, formKey);
      return "saved";
    }
    nextKey = formKey;
    if (form) form.querySelector("[name=form_key]").value = formKey; /* the one that stood there may be used up */
    change(key, (kept) => kept && Object.assign(kept, { sent: null, isCompared: true }));
    return field.value !== sent.version || entry.isCompared ? "stopped" : "again";
  }));

  /* Send one answer; what came of it: saved, late, again, here, signedOut or stopped. What went out before and got no
     reply goes again as it was, however the answer has changed since. */
  const sendOne = (key, entry) => {
    const sent = entry.sent || { fields: entry.fields, version: entry.version, number: entry.number, formKey: nextKey };
    nextKey = "";
    change(key, (kept) => kept && Object.assign(kept, { sent }));
    const asked = sent.formKey ? fetch(page.dataset.keep, { method: "POST", body: bodyOf(key, sent), credentials: "same-origin" }) : null;
    return Promise.resolve(asked).then((reply) => {
      if (reply && reply.status === 204) {
        received(key, sent, reply.headers.get("X-Version"), reply.headers.get("X-Form-Key"));
        return reply.headers.get("X-Late") ? "late" : "saved";
      }
      if (reply && reply.status === 401) return "signedOut";
      if (reply && reply.status >= 500) return "here";
      return compare(key, entry, sent);
    }).catch(() => "here");
  };

  /* Send what is here, one after the other. What the site does not take as it is keeps nothing else from leaving. */
  const flush = () => {
    if (sending) return sending;
    const stopped = {};
    let worst = "saved";
    const step = () => {
      const kept = read();
      const key = Object.keys(kept).find((one) => stopped[one] !== kept[one].number);
      if (!key) return Promise.resolve(worst);
      const number = kept[key].number;
      return sendOne(key, kept[key]).then((outcome) => {
        if (outcome === "here" || outcome === "signedOut") return outcome;
        if (outcome === "stopped") stopped[key] = number;
        if (outcome === "stopped" || (outcome === "late" && worst === "saved")) worst = outcome;
        return step();
      });
    };
    sending = step().then((outcome) => {
      sending = null;
      if (outcome === "here") {
        tell(memory ? "open" : navigator.onLine === false ? "here" : "unsent", true);
        setTimeout(() => { if (!isEmpty(read())) flush(); }, wait);
        wait = Math.min(wait * 2, 60000);
      } else {
        wait = 2000;
        if (memory && outcome === "signedOut") outcome = "stopped"; /* the form of the page goes through sign-in */
        tell(outcome, outcome === "signedOut");
      }
      show();
      return outcome;
    });
    return sending;
  };

  let number = Date.now();
  const keep = (key) => {
    const field = versionOf(form, key);
    if (!field) return;
    change(key, (kept) => Object.assign({ version: field.value, path: location.pathname + location.search }, kept,
      { fields: fieldsOf(form, key), number: number += 1, isCompared: false }));
    tell("saving", false);
    flush();
  };

  /* Pages that list the answers say how many are still on this device, and do not hand in without them. */
  const show = () => {
    const left = document.querySelector("[data-left]");
    if (left) left.hidden = isEmpty(read());
  };

  if (form) {
    let typing = 0;
    let typed = "";
    const isTyped = Boolean(form.querySelector("input:not([type])"));
    const keepTyped = () => { clearTimeout(typing); if (typed) { keep(typed); typed = ""; } };
    form.addEventListener("change", (event) => {
      if (event.target.name.indexOf("answer") < 0) return;
      typed = "";
      clearTimeout(typing);
      keep(questionOf(event.target));
    });
    form.addEventListener("input", (event) => {
      if (event.target.type !== "text" || event.target.name.indexOf("answer") < 0) return;
      clearTimeout(typing);
      typed = questionOf(event.target);
      typing = setTimeout(keepTyped, 1000);
    });
    form.addEventListener("click", (event) => {
      const step = event.target.closest(".step");
      if (step) setTimeout(() => keep(questionOf(step)), 0);
    });
    form.addEventListener("submit", (event) => {
      keepTyped();
      if (!sending && isEmpty(read()) && status.dataset.told !== "saved") return; /* as without script */
      event.preventDefault();
      flush().then((outcome) => {
        const onward = page.dataset.onward;
        const isKeptHere = navigator.serviceWorker && navigator.serviceWorker.controller;
        /* What was typed is judged by the site, and so is an answer whose verdict follows; the rest is kept already. */
        if (outcome === "saved" && onward && !isTyped) location.assign(onward);
        else if (outcome !== "here") { isLeaving = true; form.submit(); }
        else if (onward && isKeptHere && !memory) location.assign(onward);
      });
    });
  } else {
    /* What the site did not take goes as the button of its own page sends it: the site says why, and shows both. */
    const ask = (key, entry) => {
      const made = document.createElement("form");
      const prefix = /\/questions\//.test(entry.path) ? "" : key + ":";
      const formKey = around.querySelector("[name=form_key]").value;
      made.method = "post";
      made.action = entry.path.split("?")[0];
      [["csrf_token", token], ["form_key", formKey], [prefix + "version", entry.version]]
        .concat(entry.fields.map((pair) => [prefix + pair[0], pair[1]]))
        .forEach((pair) => {
          const field = made.appendChild(document.createElement("input"));
          field.type = "hidden";
          field.name = pair[0];
          field.value = pair[1];
        });
      isLeaving = true;
      document.body.appendChild(made).submit();
    };
    around.addEventListener("submit", (event) => {
      if (isEmpty(read())) return;
      event.preventDefault();
      flush().then((outcome) => {
        const kept = read();
        if (isEmpty(kept)) location.reload();
        else if (outcome === "stopped") Object.keys(kept).slice(0, 1).forEach((key) => ask(key, kept[key]));
      });
    });
  }

  again.querySelector("button").addEventListener("click", () => {
    if (status.dataset.told === "signedOut") location.assign(page.dataset.signIn);
    else { tell("saving", false); flush(); }
  });
  /* What was given before this script ran. Browsers put nothing back by themselves: autocomplete is off. */
  const isTouched = (field) => (field.options
    ? Array.from(field.options).some((one) => one.selected !== one.defaultSelected && (one.value || field.value))
    : field.checked !== field.defaultChecked || (field.type !== "hidden" && field.value !== field.defaultValue));
  const catchUp = () => {
    const keys = Array.from(form.querySelectorAll("input, select"))
      .filter((field) => field.name.indexOf("answer") >= 0 && isTouched(field)).map(questionOf);
    keys.filter((key, place) => keys.indexOf(key) === place).forEach(keep);
  };

  addEventListener("online", flush);
  /* Another tab of this attempt has sent what was here. */
  addEventListener("storage", (event) => { if (event.key === NAME) mine = {}; });
  addEventListener("beforeunload", (event) => { if (memory && !isLeaving) event.preventDefault(); });
  if (form) catchUp();
  const kept = read();
  Object.keys(kept).forEach((key) => restore(key, kept[key]));
  show();
  if (!isEmpty(kept)) flush();

  if (navigator.serviceWorker && page.dataset.worker) {
    navigator.serviceWorker.register(page.dataset.worker).then(() => navigator.serviceWorker.ready).then((found) => {
      if (found.active) found.active.postMessage({ owner: page.dataset.owner, keep: page.dataset.pages.split(" ") });
    }).catch(() => {});
  }
})();
