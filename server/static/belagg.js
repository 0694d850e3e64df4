// Conveniences only: every page works without this file.
"use strict";

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// With its italics where the browser has rich text to give.
async function copy(element) {
  const text = element.textContent;
  if (!globalThis.ClipboardItem || !element.firstElementChild) {
    return navigator.clipboard.writeText(text);
  }
  const forms = { "text/plain": text, "text/html": element.innerHTML };
  const blobs = Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

// Told apart from the buttons, whose names a live region inside them would take away.
const told = document.createElement("p");
told.className = "unseen";
told.setAttribute("role", "status");
document.querySelector("main").append(told);

for (const button of document.querySelectorAll("button[data-copy]")) {
  const label = button.querySelector("[data-label]");
  const called = label.textContent;
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(source);
      label.textContent = told.textContent = "Kopierat";
    } catch {
      // Without permission, or over plain http: leave the text selected for Ctrl+C.
      const hiding = source.closest("details");
      if (hiding) hiding.open = true;
      select(source);
      label.textContent = told.textContent = "Markerat";
    }
    setTimeout(() => {
      label.textContent = called;
      told.textContent = "";
    }, 3000);
  });
}

// Fields left blank stay out of the address, which is there to be shared.
function blanks(form) {
  return [...form.elements].filter((field) => field.name && field.value === "");
}
document.addEventListener("submit", (event) => {
  for (const field of blanks(event.target)) field.disabled = true;
});
// On the way back the browser may show the page as it was left.
addEventListener("pageshow", () => {
  for (const form of document.forms) for (const field of blanks(form)) field.disabled = false;
});
