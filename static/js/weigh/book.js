// The households, prices and crates of the day as the server sent them: finding people as growers' search finds them.

import { fold } from "./numbers.js";

const SHOWN = 8;

export class Book {
  constructor(data) {
    Object.assign(this, data);
    this.byCode = new Map(data.households.map((household) => [household.code, household]));
  }

  crate(code) {
    return this.crates.find((crate) => crate.code === code);
  }

  get defaultCrate() {
    return this.crates.find((crate) => crate.is_default) || this.crates[0];
  }

  // The grades that a load is sorted into, best first; flat and ungraded fruit have grades of their own.
  get sortedGrades() {
    return this.grades.filter((grade) => grade.kind === "graded" || grade.kind === "offgrade").sort((a, b) => a.position - b.position);
  }

  grade(code) {
    return this.grades.find((grade) => grade.code === code);
  }

  price(channel, grade) {
    return (this.prices[channel] || {})[grade] || null;
  }

  priceOfKind(kind, channel) {
    const grade = this.grades.find((candidate) => candidate.kind === kind);
    return grade ? this.price(channel, grade.code) : null;
  }

  // The household of a typed code: as it stands, or as people shout it, without the leading zeros.
  ofCode(typed) {
    const bare = typed.replace(/^0+/, "") || "0";
    return this.byCode.get(typed) || [3, 4, 5, 6].map((width) => this.byCode.get(bare.padStart(width, "0"))).find(Boolean);
  }

  // Whether no other digit could follow: then a code needs no Enter.
  isWhole(code) {
    return this.byCode.has(code) && !this.households.some((other) => other.code !== code && other.code.startsWith(code));
  }

  // Up to eight households with every typed word in their key; those called so by given name first.
  find(typed) {
    const words = fold(typed).split(" ").filter(Boolean).slice(0, SHOWN);
    if (!words.length) return [];
    if (words.length === 1 && /^\d+$/.test(words[0])) {
      const starting = this.households.filter((household) => household.code.startsWith(words[0]));
      if (starting.length) return starting.slice(0, SHOWN);
    }
    const last = words[words.length - 1];
    const found = this.households.filter((household) => words.every((word) => household.key.includes(word)));
    const rank = (household) => {
      const given = fold(household.name).split(" ").pop();
      return given === last ? 0 : given.startsWith(last) ? 1 : household.key.split(" ").includes(last) ? 2 : 3;
    };
    return found.map((household) => [rank(household), household]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]).slice(0, SHOWN);
  }

  // Codes that may be meant by one that nobody has: a digit wrong, or two in the wrong order.
  near(typed) {
    const code = typed.padStart(3, "0");
    const sorted = (text) => [...text].sort().join("");
    const wrongDigits = (other) => [...other].filter((digit, place) => digit !== code[place]).length;
    const close = (household) => household.code.length === code.length && (sorted(household.code) === sorted(code) || wrongDigits(household.code) === 1);
    return this.households.filter(close).sort((a, b) => wrongDigits(a.code) - wrongDigits(b.code)).slice(0, 3);
  }
}
