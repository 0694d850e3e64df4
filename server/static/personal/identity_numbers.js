// Whether digits are the number of a person, as ingest/identity_numbers.py has it.
const identityNumbers = (() => {
  const NUMBER = personalPatterns.rulesOf("identity_numbers");

  function kindOfDigits(digits, overHundred) {
    if (digits.length === 12) return withCentury(digits);
    if (digits.slice(2, 4) > NUMBER.LAST_MONTH || !isChecked(digits)) return null;
    for (const century of NUMBER.CENTURIES) {
      const kind = born(century + digits.slice(0, 6), overHundred);
      if (kind) return kind;
    }
    return null;
  }

  function withCentury(digits) {
    if (digits.startsWith(NUMBER.STOCKHOLM)) {
      const year = Number(digits.slice(2, 6));
      const checked = passesLuhn(digits.slice(4)) || passesLuhn(digits);
      const known = year >= NUMBER.STOCKHOLM_EARLIEST && year <= new Date().getFullYear();
      return known && checked ? "reservnummer" : null;
    }
    if (digits.slice(4, 6) > NUMBER.LAST_MONTH || !isChecked(digits.slice(2))) return null;
    const day = Number(digits.slice(6, 8));
    const [first, end] = NUMBER.RESERVE_DAYS;
    if (day < first || day >= end) return born(digits.slice(0, 8), false);
    return isBirthDate(`${digits.slice(0, 6)}01`) ? "reservnummer" : null;
  }

  const isChecked = (ten) => ten.slice(6, 9) !== NUMBER.NO_SERIAL && passesLuhn(ten);

  function born(digits, overHundred) {
    if (overHundred && Number(digits.slice(0, 4)) > new Date().getFullYear() - 100) return null;
    if (isBirthDate(digits)) return "personnummer";
    const day = Number(digits.slice(6)) - NUMBER.COORDINATED;
    if (day < 0 || day > 31) return null;
    const month = digits.slice(4, 6) === "00" ? "01" : digits.slice(4, 6);
    const date = digits.slice(0, 4) + month + String(day || 1).padStart(2, "0");
    return isBirthDate(date) ? "samordningsnummer" : null;
  }

  function isBirthDate(digits) {
    const [year, month, day] = [[0, 4], [4, 6], [6, 8]].map((part) => Number(digits.slice(...part)));
    const date = new Date(year, month - 1, day);
    const exists = date.getMonth() === month - 1 && date.getDate() === day;
    return exists && year >= NUMBER.EARLIEST_YEAR && date <= new Date();
  }

  function isReserve(digits, letters) {
    const serial = letters.toUpperCase();
    if (digits.length === 6) {
      const dated = NUMBER.CENTURIES.some((century) => isBirthDate(century + digits));
      return dated && NUMBER.SKANE.whole.test(serial);
    }
    if (NUMBER.REGIONAL.whole.test(serial) && isBirthDate(digits)) return true;
    return NUMBER.NATIONAL.whole.test(serial) && isNational(digits, serial);
  }

  function isNational(digits, serial) {
    const [century, month, day] = [[0, 2], [4, 6], [6, 8]].map((part) => Number(digits.slice(...part)));
    const dated = century >= 22 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    const undated = century === 0 && month >= 20 && day >= 40 && day <= 59;
    return (dated || undated) && passesLuhn(digits + serial);
  }

  function passesLuhn(signs) {
    const total = [...signs].reverse().reduce((sum, sign, place) => {
      const value = (/[0-9]/.test(sign) ? Number(sign) : sign.codePointAt(0)) * (1 + place % 2);
      return sum + [...String(value)].reduce((digits, digit) => digits + Number(digit), 0);
    }, 0);
    return total % 10 === 0;
  }

  return { isBirthDate, isReserve, kindOfDigits };
})();
