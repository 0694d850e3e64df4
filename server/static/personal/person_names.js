// What looks like the name of a person, as ingest/person_names.py has it.
const personNames = (() => {
  const NAME = personalPatterns.rulesOf("person_names");
  const FIRST_NAMES = new Set(NAME.FIRST_NAMES);

  const span = (text, start) => ({ text, start, end: start + text.length });

  function* namesIn(text, single) {
    for (const row of text.matchAll(NAME.ROW.each)) {
      const words = [...row[0].matchAll(NAME.WORD.each)].map((found) => (
        span(found[0], row.index + found.index)
      ));
      for (let first = 0; first < words.length;) {
        const last = lastWord(text, words, first, single);
        if (last === null) {
          first += 1;
          continue;
        }
        yield { start: words[first].start, end: words[last].end };
        first = last + 1;
      }
    }
  }

  function lastWord(text, words, first, single) {
    const one = words[first].text;
    let last = first;
    while (last + 1 < words.length && nameGoesOn(one, words[last + 1].text)) last += 1;
    const known = FIRST_NAMES.has(one.toLowerCase());
    if (last > first && (known || isNamedSo(one, words[last].text, single))) return last;
    if (isTurned(text, words, first)) return first + 1;
    return known && single && isCapital(one) ? first : null;
  }

  const isCapital = (word) => /^\p{Lu}/u.test(word);

  function nameGoesOn(one, word) {
    return isCapital(one) ? isCapital(word) : FIRST_NAMES.has(one.toLowerCase()) && isSurname(word);
  }

  function isNamedSo(one, last, single) {
    if (NAME.NO_FIRST_NAME.includes(one.toLowerCase()) || !isCapital(one)) return false;
    return single || isSurname(last);
  }

  function isTurned(text, words, first) {
    if (first + 1 === words.length) return false;
    if (!text.slice(words[first].end, words[first + 1].start).includes(",")) return false;
    return FIRST_NAMES.has(words[first + 1].text.toLowerCase()) && isSurname(words[first].text);
  }

  function isSurname(word) {
    const small = word.toLowerCase();
    return NAME.PLAIN_SURNAMES.includes(small) || NAME.SURNAME.whole.test(small);
  }

  return { namesIn };
})();
