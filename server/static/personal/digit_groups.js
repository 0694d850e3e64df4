// Digits in running text, as ingest/digit_groups.py has them.
const digitGroups = (() => {
  const SIGN = personalPatterns.rulesOf("digit_groups");

  /** What is seen of a text, written one way, with where each of its characters stood. */
  function seen(text) {
    const read = { text: "", starts: [], ends: [] };
    let place = 0;
    for (const sign of text) {
      const start = place;
      place += sign.length;
      if (SIGN.UNSEEN.in(sign)) continue;
      const ends = sign === "\r" && text[place] === "\n";
      const plain = ends ? " " : SIGN.SIGNS[sign] ?? asciiDigit(sign);
      for (let unit = 0; unit < plain.length; unit += 1) {
        read.starts.push(start);
        read.ends.push(place);
      }
      read.text += plain;
    }
    return read;
  }

  /** Digits of every script come ten and ten, from nought. */
  function asciiDigit(sign) {
    if (!SIGN.ANY_DIGIT.in(sign)) return sign;
    let before = 0;
    const code = sign.codePointAt(0);
    while (SIGN.ANY_DIGIT.in(String.fromCodePoint(code - before - 1))) before += 1;
    return String(before % 10);
  }

  function groupsOf(text) {
    return [...text.matchAll(SIGN.DIGITS.each)].map((found) => (
      { start: found.index, end: found.index + found[0].length, length: found[0].length }
    ));
  }

  /** What begins with the group and has so many digits in all, longest first. */
  function rows(text, groups, first, counts) {
    const found = [];
    const between = [];
    let total = groups[first].length;
    for (let number = first; total <= Math.max(...counts);) {
      if (counts.includes(total)) {
        const chosen = groups.slice(first, number + 1);
        const digits = chosen.map(({ start, end }) => text.slice(start, end)).join("");
        const [{ start }, { end }] = [groups[first], groups[number]];
        found.unshift({ groups: chosen, between: [...between], digits, start, end });
      }
      number += 1;
      if (number === groups.length) break;
      const kind = gap(text, groups[number - 1].end, groups[number].start);
      if (kind === "other") break;
      between.push(kind);
      total += groups[number].length;
    }
    return found;
  }

  function gap(text, start, end) {
    if (end - start > SIGN.LONGEST_BETWEEN) return "other";
    const between = text.slice(start, end);
    const sign = between.replace(/^[ \n]+|[ \n]+$/g, "");
    if (SIGN.DASH.whole.test(sign)) return between === sign ? "dash" : "set-off dash";
    if (sign === "." || sign === "/") return between === sign ? "point" : "other";
    if (sign) return "other";
    return between.includes("\n") ? "line end" : "space";
  }

  return { gap, groupsOf, rows, seen };
})();
