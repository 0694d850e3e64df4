// The patterns of rules.js as JavaScript runs them.
const personalPatterns = (() => {
  const IN_WORD = "[\\p{L}\\p{N}_]";
  const WORD_END = `(?:(?<=${IN_WORD})(?!${IN_WORD})|(?<!${IN_WORD})(?=${IN_WORD}))`;

  /** A regular expression in the three ways that Python uses one. */
  class Pattern {
    constructor({ pattern, flags }) {
      const source = pattern.replaceAll("\\b", WORD_END).replaceAll("\\w", IN_WORD);
      this.search = new RegExp(source, flags);
      this.each = new RegExp(source, `${flags}g`);
      this.sticky = new RegExp(source, `${flags}y`);
      this.whole = new RegExp(`^(?:${source})$`, flags);
    }

    in(text) {
      return this.search.test(text);
    }

    at(text, place = 0) {
      this.sticky.lastIndex = place;
      return this.sticky.exec(text);
    }
  }

  const made = (rule) => {
    if (rule?.pattern) return new Pattern(rule);
    return Array.isArray(rule) ? rule.map(made) : rule;
  };

  /** The rules of a module of ingest/, by name. */
  const rulesOf = (module) => (
    Object.fromEntries(
      Object.entries(PERSONAL_RULES[module]).map(([name, rule]) => [name, made(rule)]),
    )
  );

  return { rulesOf };
})();
