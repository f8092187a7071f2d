// Hands stay on the keyboard, and the count goes on by itself. The pages work without it.
"use strict";
(() => {
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select") !== null;
  const press = (key) => document.querySelector(`[data-key="${key}"]`);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const found = press(event.key);
    if (!found) return;
    event.preventDefault();
    const reason = document.getElementById("reason");
    if (found.value === "abstain" && reason && !reason.value.trim()) reason.focus();  // a reason first
    else found.click();
  });

  const count = document.getElementById("count");
  if (count && count.dataset.address) {
    const look = async () => {
      if (document.hidden) return;
      const answer = await fetch(count.dataset.address, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      const told = await answer.text();
      if (told.trim() !== count.innerHTML.trim()) count.innerHTML = told;
    };
    setInterval(look, 3000);
  }

  document.querySelector(".session .error-summary")?.focus();  // something was not done: begin where it says why
})();
