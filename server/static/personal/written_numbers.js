// Numbers of persons in running text, as ingest/written_numbers.py finds them.
const writtenNumbers = (() => {
  const { gap, groupsOf, rows } = digitGroups;
  const { isReserve, kindOfDigits } = identityNumbers;
  const WRITTEN = personalPatterns.rulesOf("written_numbers");
  const isAny = (lengths, known) => known.some((one) => one.join() === lengths.join());

  function* numbersIn(text) {
    const groups = groupsOf(text);
    for (let number = 0; number < groups.length;) {
      const found = numberAt(text, groups, number);
      if (found) {
        yield found;
        while (number < groups.length && groups[number].start < found.end) number += 1;
      } else {
        number += 1;
      }
    }
  }

  function numberAt(text, groups, first) {
    const { start } = groups[first];
    const reserve = WRITTEN.WITH_LETTERS.at(text, start);
    if (reserve && isWrittenReserve(text, reserve)) {
      return { start, end: start + reserve[0].length, kind: "reservnummer" };
    }
    for (const written of rows(text, groups, first, WRITTEN.COUNTS)) {
      const plus = text.slice(written.start, written.end).includes("+");
      const kind = kindOfDigits(written.digits, plus);
      if (kind && isMeant(text, groups, first, written)) return { start, end: written.end, kind };
    }
    return null;
  }

  function isWrittenReserve(text, found) {
    const [, long, short, between, serial] = found;
    if (!isReserve(long ?? short, serial)) return false;
    const loose = between === " " || !/[A-Z]/.test(serial);
    const known = "KMX".includes(serial[0].toUpperCase()) && Boolean(long);
    return !loose || isNamed(text, found.index) || known;
  }

  function isMeant(text, groups, first, written) {
    const before = text.slice(Math.max(0, written.start - WRITTEN.LOOK_BACK), written.start);
    const after = text.slice(written.end);
    if (isNamed(text, written.start)) return true;
    if (WRITTEN.OTHER_NUMBER.in(before)) return false;
    if (written.groups.length === 1) {
      return isMeantUnbroken(before, after.slice(0, WRITTEN.LOOK_BACK), written.digits);
    }
    const split = splitOf(written);
    if (!split || before.endsWith("+") || isScale(written)) return false;
    const { within, middle } = split;
    if (middle === "point" && WRITTEN.ADDRESS.in(before)) return false;
    const strict = !isAny(within, WRITTEN.WHOLE_DATES) || middle === "line end";
    return isShaped(written, within, middle)
      && standsAlone(text, groups, first, first + written.groups.length, strict);
  }

  function isNamed(text, start) {
    const before = text.slice(Math.max(0, start - WRITTEN.LOOK_BACK), start);
    return [...before.matchAll(WRITTEN.NAMED.each)].some((found) => (
      WRITTEN.AFTER_NAME.whole.test(before.slice(found.index + found[0].length))
    ));
  }

  function isMeantUnbroken(before, after, digits) {
    if (WRITTEN.ADDRESS.in(before) || WRITTEN.CODE.in(before)) return false;
    if (WRITTEN.AMOUNT.at(after) || goesOn(before, after)) return false;
    return !(digits.startsWith("0") && digits.length === 10 && WRITTEN.TELEPHONE.in(before));
  }

  function goesOn(before, after) {
    const betweenCommas = before.endsWith(",") && after.startsWith(",");
    const continues = !betweenCommas && WRITTEN.GOES_ON_BEFORE.in(before);
    return continues || Boolean(WRITTEN.GOES_ON_AFTER.at(after));
  }

  function splitOf(written) {
    const lengths = written.groups.map((group) => group.length);
    for (let count = 1; count < lengths.length; count += 1) {
      const last = lengths.slice(count);
      const total = last.reduce((sum, length) => sum + length, 0);
      if (total === 4 && isAny(last, WRITTEN.SERIALS)) {
        return { within: lengths.slice(0, count), middle: written.between[count - 1] };
      }
    }
    return null;
  }

  function isScale(written) {
    let digits = written.digits;
    const values = written.groups.map(({ length }) => {
      const value = Number(digits.slice(0, length));
      digits = digits.slice(length);
      return value;
    });
    const steps = new Set(values.slice(1).map((value, i) => value - values[i]));
    return values.length > 2 && steps.size === 1;
  }

  function isShaped(written, within, middle) {
    const inner = written.between.slice(0, within.length - 1);
    const outer = written.between.slice(within.length);
    if (!isAny(within, WRITTEN.DATES) || outer.some((kind) => kind !== "space")) return false;
    const whole = isAny(within, WRITTEN.WHOLE_DATES);
    if (middle === "point" && !whole) return false;
    if (inner.every((kind) => kind === "space")) return whole || middle !== "line end";
    const alike = inner.every((kind) => kind === "dash") || inner.every((kind) => kind === "point");
    const dated = isAny(within, WRITTEN.DASHED_DATES) && alike;
    if (middle === "space" || middle === "set-off dash") {
      return dated && within[0] === 2 && !WRITTEN.TIME_OR_YEAR.whole.test(written.digits.slice(-4));
    }
    return dated && middle === "dash";
  }

  function standsAlone(text, groups, first, after, strict) {
    const apart = ["other", "line end", ...(strict ? [] : ["space", "set-off dash", "point"])];
    const neighbours = [];
    if (first) neighbours.push(gap(text, groups[first - 1].end, groups[first].start));
    if (after < groups.length) {
      neighbours.push(gap(text, groups[after - 1].end, groups[after].start));
    }
    return neighbours.every((kind) => apart.includes(kind));
  }

  return { numbersIn };
})();
