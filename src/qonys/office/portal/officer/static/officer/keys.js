// Hands stay on the keyboard: j and k walk through the rows, Enter opens, x marks, / searches, ? explains.
// The pages work without it.
"use strict";
(() => {
  const links = () => [...document.querySelectorAll("[data-row] [data-open]")];
  const help = document.getElementById("keys");
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, dialog[open]") !== null;

  function walk(step) {
    const all = links();
    const here = all.indexOf(document.activeElement.closest("[data-row]")?.querySelector("[data-open]"));
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1)];
    next?.focus();
    next?.closest("[data-row]").scrollIntoView({ block: "nearest" });
  }

  function mark() {
    const box = document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]");
    if (box) { box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); }
  }

  const keys = {
    j: () => walk(1),
    k: () => walk(-1),
    x: mark,
    "/": () => document.getElementById("find")?.focus(),
    "?": () => help?.showModal(),
  };
  // A pair of entries: s one person, d two persons, l later, as its buttons say.
  for (const button of document.querySelectorAll(".decide-pair button[accesskey]")) {
    keys[button.accessKey] = () => button.click();
  }
  // Menus open and close by themselves; here they also close when one turns away, or with Escape.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // How many are marked, beside the buttons.
  const list = document.getElementById("list"), told = document.getElementById("marked");
  if (list && told) {
    const words = told.textContent;
    list.addEventListener("change", () => {
      const count = list.querySelectorAll("[name=number]:checked").length;
      told.textContent = count ? `${words}: ${count}` : words;
    });
  }

  document.querySelector(".file .error-summary")?.focus();  // a form came back: begin where it says why
})();
