// Names with a birth date or a telephone number beside them, as ingest/named_persons.py finds
// them.
const namedPersons = (() => {
  const { isBirthDate } = identityNumbers;
  const { namesIn } = personNames;
  const NAMED = personalPatterns.rulesOf("named_persons");

  function* namedIn(text) {
    let taken = 0;
    const all = [...births(text), ...telephones(text)];
    for (const beside of all.sort((one, other) => one.start - other.start)) {
      const place = withName(text, beside, taken);
      if (place) {
        yield { ...place, kind: beside.kind };
        taken = place.end;
      }
    }
  }

  function* births(text) {
    for (const { index: start } of text.matchAll(NAMED.WHOLE.each)) {
      let found = null;
      for (const form of NAMED.DATES) found ??= form.at(text, start);
      if (!found || !NAMED.AFTER_DATE.at(text, start + found[0].length)) continue;
      const year = yearOf(found.groups);
      if (!year) continue;
      const said = NAMED.BORN.in(text.slice(Math.max(0, start - 25), start));
      if (said || found.groups.sign === "" || year < NAMED.FIRST_DATED) {
        yield { start, end: start + found[0].length, kind: "namn och födelsedatum", said };
      }
    }
  }

  function yearOf({ year, month, day }) {
    const named = NAMED.MONTHS.split(" ").findIndex((name) => (
      name.slice(0, 3) === month.slice(0, 3).toLowerCase()
    ));
    const digits = year.replace(/^-/, "");
    const two = (number) => String(Number(number)).padStart(2, "0");
    const date = two(named < 0 ? month : named + 1) + two(day);
    const centuries = digits.length === 4 ? [""] : ["20", "19"];
    const century = centuries.find((one) => isBirthDate(one + digits + date));
    return century === undefined ? null : Number(century + digits);
  }

  function* telephones(text) {
    const [fewest, end] = NAMED.TELEPHONE_DIGITS;
    for (const found of text.matchAll(NAMED.TELEPHONE.each)) {
      const digits = found[0].replace(/[^0-9]/g, "").length;
      if (digits >= fewest && digits < end) {
        const { index: start } = found;
        yield { start, end: start + found[0].length, kind: "namn och telefonnummer", said: false };
      }
    }
  }

  function withName(text, beside, taken) {
    const low = Math.max(taken, beside.start - NAMED.LOOK_AROUND);
    const before = [...namesIn(text.slice(low, beside.start), beside.said)].filter(({ end }) => (
      belongs(text.slice(low + end, beside.start))
    ));
    if (before.length) return { start: low + before.at(-1).start, end: beside.end };
    if (beside.start < taken) return null;
    const after = text.slice(beside.end, beside.end + NAMED.LOOK_AROUND);
    for (const { start, end } of namesIn(after, false)) {
      const near = NAMED.RIGHT_AFTER.whole.test(after.slice(0, start));
      return near ? { start: beside.start, end: beside.end + end } : null;
    }
    return null;
  }

  function belongs(between) {
    return between.length <= NAMED.LONGEST_BETWEEN && NAMED.BETWEEN.whole.test(between);
  }

  return { namedIn };
})();
