// Conveniences only: every page works without this file.
"use strict";

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const label = button.querySelector("[data-label]");
  const source = document.getElementById(button.dataset.copy);
  label.setAttribute("role", "status");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      label.textContent = "Kopierat";
    } catch {
      // Without permission, or over plain http: leave the text selected for Ctrl+C.
      select(source);
      label.textContent = "Markerat";
    }
    setTimeout(() => { label.textContent = "Kopiera"; }, 3000);
  });
}

// Fields left blank stay out of the address, which is there to be shared.
function blanks(form) {
  return [...form.elements].filter((field) => field.name && field.value === "");
}

const PATIENCE = 8000;
let waiting;

function announce(form, text) {
  let status = form.querySelector("[role=status]");
  if (!status) {
    status = document.createElement("p");
    status.className = "waiting";
    status.setAttribute("role", "status");
    form.append(status);
  }
  status.textContent = text;
}

document.addEventListener("submit", ({ target: form }) => {
  for (const field of blanks(form)) field.disabled = true;
  if (!form.matches(".ask")) return;
  announce(form, "Söker i dokumenten …");
  clearTimeout(waiting);
  waiting = setTimeout(() => announce(form, "Det tar längre än vanligt. Söker fortfarande …"), PATIENCE);
});

// On the way back the browser may show the page as it was left.
addEventListener("pageshow", () => {
  clearTimeout(waiting);
  for (const form of document.forms) {
    for (const field of blanks(form)) field.disabled = false;
    form.querySelector(".waiting")?.remove();
  }
});

// On paper nothing can be unfolded.
addEventListener("beforeprint", () => {
  for (const turn of document.querySelectorAll("details.turn")) turn.open = true;
});
