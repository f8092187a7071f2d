// Small comforts on top of pages that work without them: switches that answer at once, a search, the progress.
"use strict";
(() => {
  const html = document.documentElement;
  html.classList.add("js");

  // A changed switch fetches the page it would lead to and swaps one block in: no jump, and the address stays true.
  function answerAtOnce(block) {
    const form = block.querySelector("form");
    block.addEventListener("change", async (event) => {
      if (event.target.form !== form) return; // a search in the block is no switch; a switch may stand outside its form
      const address = new URL(location.pathname, location.href);
      new FormData(form).forEach((value, key) => address.searchParams.set(key, value));
      const focused = document.activeElement && document.activeElement.name;
      const answer = await fetch(address).catch(() => null);
      if (!answer || !answer.ok) { form.submit(); return; }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(block.id);
      for (const opened of block.querySelectorAll("details[open][id]")) fresh.querySelector("#" + opened.id)?.setAttribute("open", "");
      block.replaceWith(fresh);
      history.replaceState(null, "", address.pathname + address.search);
      keepLanguageLinks(address.search);
      answerAtOnce(fresh);
      searchable();
      document.dispatchEvent(new Event("swapped"));
      if (focused) fresh.querySelector(`[name="${focused}"]`)?.focus();
    });
  }
  function keepLanguageLinks(search) {
    for (const link of document.querySelectorAll(".languages a")) link.search = search;
  }
  document.querySelectorAll("[data-swap]").forEach(answerAtOnce);
  document.querySelectorAll("[data-submit]").forEach((field) => field.addEventListener("change", () => field.form.submit()));

  const jump = document.querySelector("[data-jump]");
  if (jump) {
    jump.hidden = false;
    jump.addEventListener("change", (event) => location.assign(event.target.value));
  }

  // A question that is asked only after a certain answer appears with it. Without script it stands there with a note.
  for (const asked of document.querySelectorAll("[data-asks]")) {
    const before = document.getElementById(asked.dataset.asks);
    const answers = asked.dataset.answers.split(" ");
    const look = () => {
      const field = before.matches("select, input") ? before : before.querySelector("input:checked");
      asked.hidden = !(field && answers.includes(field.value));
    };
    before?.addEventListener("change", look);
    if (before) look();
  }

  // One click is enough: a form on its way is not sent a second time.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
    setTimeout(() => { delete event.target.dataset.sent; }, 5000);  // the way may have been cut: it can be tried again
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  document.querySelector(".door .error-summary")?.focus();  // a form came back: begin where it says why

  function searchable() {
    const search = document.getElementById("region-search");
    if (!search || search.dataset.ready) return;
    search.dataset.ready = "yes";
    const entries = [...document.querySelectorAll("[data-search]")];
    const nothing = document.querySelector(".empty[role=status]");
    search.closest(".search").hidden = false;
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      for (const entry of entries) entry.hidden = !entry.dataset.search.includes(wanted);
      nothing.hidden = entries.some((entry) => !entry.hidden);
    });
  }
  searchable();

  // A flow under the pointer or the focus shows itself in the picture and in the list beside it.
  for (const kind of ["arc", "ribbon"]) {
    const mark = (event) => {
      const told = event.target.closest?.(`[data-${kind}]`);
      for (const each of document.querySelectorAll(`[data-${kind}]`)) each.classList.toggle("on", each.dataset[kind] === told?.dataset[kind]);
    };
    document.addEventListener("pointerover", mark);
    document.addEventListener("focusin", mark);
  }

  // Work in the making: ask every second; when it ended, the page shows what there is now.
  for (const job of document.querySelectorAll("[data-job]")) {
    const put = (name, text) => { job.querySelector(`[data-job-${name}]`).textContent = text; };
    const ask = async () => {
      const answer = await fetch(job.dataset.job, { cache: "no-store" }).catch(() => null);
      if (answer && answer.ok) {
        const told = await answer.json();
        if (!["queued", "running"].includes(told.state)) { location.reload(); return; }
        const stage = told.stage || told.state_text;
        if (job.querySelector("[data-job-stage]").textContent !== stage) put("stage", stage);
        put("percent", told.percent_text);
        put("left", told.left);
        job.querySelector("progress").value = told.percent;
      }
      setTimeout(ask, 1000);
    };
    setTimeout(ask, 500);
  }

  // Printed pages carry their tables.
  window.addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((d) => { d.open = true; }));
})();
