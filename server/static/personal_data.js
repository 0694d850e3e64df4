// Personal numbers in what is typed, and the warning before anything is sent. Pages load this
// before belagg.js; the chat's script begins with it (server/widget_pages.py).

const IN_WORD = "[\\p{L}\\p{N}_]";
const rule = (pattern) => new RegExp(pattern.replaceAll("<", `(?<!${IN_WORD})`), "iu");

// One way of writing, as long as the text.
const plainly = (text) => text
  .replace(/[‐‑‒–—―−﹣－\u00ad]/g, "-")
  .replace(/[\t\u00a0\u2000-\u200d\u202f\u2060\u3000\ufeff]/g, " ")
  .replace(/＋/g, "+");

// Six or eight digits of a date and four more, together or parted once.
const WRITTEN = /(?<![0-9])(?:(?<c>18|19|20) ?)?(?<d>[0-9]{6})(?<between> {0,2}[-+]? {0,3})(?<n>[0-9]{4})(?![0-9])/gu;

// What stands before or after decides what is meant: `<` begins a word.
const NAMED = rule("(?:(?:person|samordnings|reserv|födelse)[\\s.-]*(?:nummer|numret|nr|id|identitet)"
  + `${IN_WORD}*|<p\\.?(?:ers)?[.-]?n(?:umme)?r(?!${IN_WORD})|<pnr|<snr|<rnr|<pat(?:ient)?[.-]?id)`
  + "[^0-9\\n]{0,20}\\n?[^0-9\\n]{0,4}$");
const OTHER_NUMBER = rule("(?:<d(?:iarie)?[.-]?n(?:umme)?r|<diarie\\p{L}*|<is[bs]n|<doi|<ocr|<faktura\\p{L}*"
  + "|<order\\p{L}*|<art(?:ikel)?[.-]?n(?:umme)?r|<artikel\\p{L}*|<ärende[.-]?n(?:umme)?r|<kvitto\\p{L}*"
  + "|<kvittens\\p{L}*|<löp[.-]?n(?:umme)?r|<serie[.-]?n(?:umme)?r|<plusgiro|<pg|<bankgiro|<bg|<iban"
  + "|<ean|<gtin|<gln)[^0-9a-zåäö]{0,6}$");
const TELEPHONE = rule("<(?:tel|tfn|telefon|mobil|ring|sms|fax|växel|jour|nås|nå|nummer till"
  + "|direkt(?:nr|nummer))[^0-9\\n]{0,25}$");
const AMOUNT = rule(`^ ?(?:%|€|\\$|(?:[mt]?kr|sek|st)(?!${IN_WORD})|kronor|euro|miljoner|tusen|styck)`);
const ADDRESS = rule("(?::\\/\\/|www\\.|@|=|\\.[a-z]{2,4}\\/)\\S*$");
const CODE = /(?:[A-ZÅÄÖ]|(?<![a-zåäö])[a-zåäö]|[_#])$/u;
const GOES_ON_BEFORE = /(?<![0-9])[0-9]{1,9}[-+./:,]$/;
const GOES_ON_AFTER = /^[-+./:,][0-9]{1,9}(?![0-9])/;

/** The personal and coordination numbers of a text, as ingest/written_numbers.py finds those in
 * which the date is written together. The server hides the rest: more loosely written ones,
 * reserve numbers, and names with what tells who it is. */
function personalNumbers(text) {
  const read = plainly(text);
  const found = [];
  for (const match of read.matchAll(WRITTEN)) {
    const start = match.index;
    const end = start + match[0].length;
    const { c: century = "", d, n, between } = match.groups;
    const kind = kindOfNumber(century, d, n, between.includes("+"));
    const around = [read.slice(Math.max(0, start - 40), start), read.slice(end, end + 40)];
    if (kind && isMeant(...around, century + d + n, between)) found.push({ start, end, kind });
  }
  return found;
}

function isMeant(before, after, digits, between) {
  if (NAMED.test(before)) return true;
  if (OTHER_NUMBER.test(before)) return false;
  if (between) return !/[0-9][-+]$/.test(before) && !/^[-+][0-9]/.test(after);
  if (ADDRESS.test(before) || CODE.test(before) || AMOUNT.test(after)) return false;
  if (digits.length === 10 && digits.startsWith("0") && TELEPHONE.test(before)) return false;
  return !GOES_ON_BEFORE.test(before) && !GOES_ON_AFTER.test(after);
}

/** By the date and the check digit: see ingest/identity_numbers.py. */
function kindOfNumber(century, date, number, overHundred) {
  if (number.startsWith("000") || !passesLuhn(date + number)) return null;
  const [year, month, day] = [date.slice(0, 2), date.slice(2, 4), date.slice(4)].map(Number);
  const today = new Date();
  const is = (y, m, d) => {
    const born = new Date(y, m - 1, d);
    return y >= 1850 && born <= today && born.getMonth() === m - 1 && born.getDate() === d;
  };
  for (const hundreds of century ? [century] : ["18", "19", "20"]) {
    const y = Number(hundreds) * 100 + year;
    if (overHundred && !century && y > today.getFullYear() - 100) continue;
    if (is(y, month, day)) return "personnummer";
    if (day >= 60 && is(y, month || 1, day - 60 || 1)) return "samordningsnummer";
  }
  return null;
}

function passesLuhn(digits) {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (1 + place % 2);
    return total + value % 10 + Math.floor(value / 10);
  }, 0);
  return sum % 10 === 0;
}

function withoutNumbers(text) {
  let shown = "";
  let end = 0;
  for (const one of personalNumbers(text)) {
    shown += text.slice(end, one.start);
    end = one.end;
  }
  const left = (shown + text.slice(end)).replace(/\s+/g, " ").replace(/ (?=[?!.,;:)]|$)/g, "");
  return /[\p{L}\p{N}]/u.test(left) ? left.trim() : "";
}

const NUMBER_HINT = "Det här ser ut som ett personnummer. Ta bort det innan du frågar.";

/** Keeps the text of a field that holds personal numbers from being sent until they are gone.
 * Gives whether it does; `send` is called when the reader has had them taken out. */
function warnedOfNumbers(field, place, send) {
  const found = personalNumbers(field.value);
  if (!found.length) return false;
  const left = withoutNumbers(field.value);
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
  const numbers = found.map(({ start, end, kind }) => (
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
    make("ul", {}, ...numbers),
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
