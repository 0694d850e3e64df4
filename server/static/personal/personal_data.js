// Personal data in what is typed: just what the server would hide (ingest/personal_data.py).
const personalData = (() => {
  const COVER = "•";

  /** Where each piece begins and ends, and its kind. */
  function find(text) {
    const read = digitGroups.seen(text);
    let left = read.text;
    const found = [];
    for (let more; (more = once(left)).length;) {
      found.push(...more);
      left = covered(left, more);
    }
    return found.sort((one, other) => one.start - other.start).map(({ start, end, kind }) => (
      { start: read.starts[start], end: read.ends[end - 1], kind }
    ));
  }

  function once(text) {
    const numbers = [...writtenNumbers.numbersIn(text)];
    return [...numbers, ...namedPersons.namedIn(covered(text, numbers))];
  }

  function covered(text, found) {
    const signs = text.split("");
    for (const { start, end } of found) {
      for (let i = start; i < end; i += 1) if (/[\p{L}\p{N}]/u.test(signs[i])) signs[i] = COVER;
    }
    return signs.join("");
  }

  return { find };
})();
