// The warning before personal data is sent, on pages and in the chat (server/public_scripts.py).

/** The text without what was found; nothing where no word is left. */
function without(found, text) {
  let shown = "";
  let end = 0;
  for (const one of found) {
    shown += text.slice(end, one.start);
    end = one.end;
  }
  const left = (shown + text.slice(end)).replace(/\s+/g, " ").replace(/ (?=[?!.,;:)]|$)/g, "");
  return /[\p{L}\p{N}]/u.test(left) ? left.trim() : "";
}

/** What to tell someone who has typed personal data; empty where there is none. */
function personalHint(text) {
  const [first] = personalData.find(text);
  if (!first) return "";
  return `Det här ser ut som ett ${first.kind}. Ta bort det innan du frågar.`;
}

/** Keeps the text of a field that holds personal data from being sent until it is gone. Gives
 * whether it does; `send` is called when the reader has had it taken out. */
function warnedOfPersonalData(field, place, send) {
  const found = personalData.find(field.value);
  if (!found.length) return false;
  const left = without(found, field.value);
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const button = (text, kind, then) => {
    const made = make("button", { type: "button", class: kind }, text);
    made.addEventListener("click", () => {
      dialog.close();
      then();
    });
    return made;
  };
  const listed = found.map(({ start, end, kind }) => (
    make("li", {}, make("strong", {}, field.value.slice(start, end)), ` (${kind})`)
  ));
  const remove = button("Ta bort och fråga", "", () => {
    field.value = left;
    send();
  });
  const change = button("Ändra frågan", "quiet tyst", () => field.focus());
  const dialog = make(
    "dialog",
    { class: "number-warning", "aria-labelledby": "nummer-rubrik", "aria-describedby": "nummer-om" },
    make("h2", { id: "nummer-rubrik" }, "Frågan innehåller personuppgifter"),
    make("p", { id: "nummer-om" }, "Inget är skickat. Personuppgifter behövs aldrig för att hitta "
      + "i dokumenten."),
    make("ul", {}, ...listed),
    make("p", { class: "number-actions" }, ...(left ? [remove, change] : [change])),
  );
  // The page around the chat shall not take its keys, nor the chat close on Escape.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("cancel", () => field.focus());
  dialog.addEventListener("close", () => dialog.remove());
  place.append(dialog);
  dialog.showModal();
  (left ? remove : change).focus();
  return true;
}
