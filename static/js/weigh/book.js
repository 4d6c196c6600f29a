// The households, prices and crates of the day as the server sent them, and finding people as growers' search does.

const SHOWN = 8;
const NOTHING = { households: [], grades: [], crates: [], scale: {} };

// As coopsite.formats.text.fold: without marks, case or extra spaces.
const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").replace(/đ/g, "d").trim().replace(/\s+/g, " ");
const isCode = (text) => /^\d+$/.test(text);

export class Book {
  constructor(data = NOTHING) {
    Object.assign(this, data);
    this.ready = data !== NOTHING;
    this.codes = new Map(this.households.map((household) => [household.code, household]));
    // Flat and ungraded fruit have grades of their own, which no load is sorted into.
    this.sorted = this.grades.filter(({ kind }) => kind === "graded" || kind === "offgrade");
  }

  crate(code) {
    return this.crates.find((row) => row.code === code);
  }

  grade(code) {
    return this.grades.find((row) => row.code === code);
  }

  // A household under contract has prices of its own: the floor, where the market is lower.
  price(ticket, code) {
    const prices = this.codes.get(ticket.household)?.contract ? this.contract : this.prices;
    return prices?.[ticket.channel]?.[code];
  }

  flatPrice(ticket) {
    return this.price(ticket, this.grades.find((row) => row.kind === "mixed")?.code);
  }

  // The household of a code, also as people shout it: 97 for 097.
  ofCode(typed) {
    const bare = typed.replace(/^0+/, "");
    return this.codes.get(typed) || [3, 4, 5, 6].map((width) => this.codes.get(bare.padStart(width, "0"))).find(Boolean);
  }

  // Whether this is a code that no other code goes on from: then it needs no Enter.
  isWhole(typed) {
    return this.codes.has(typed) && !this.households.some(({ code }) => code !== typed && code.startsWith(typed));
  }

  // Households whose code begins so, or whose key has every typed word; given names first.
  find(typed) {
    const text = fold(typed);
    if (!text) return [];
    const begins = isCode(text) ? this.households.filter(({ code }) => code.startsWith(text)) : [];
    const words = text.split(" ");
    const isGiven = ({ name }) => ` ${fold(name)}`.endsWith(` ${text}`);
    const found = begins.length ? begins : this.households.filter(({ key }) => words.every((word) => key.includes(word)));
    return found.sort((a, b) => isGiven(b) - isGiven(a)).slice(0, SHOWN);
  }

  // Households whose code differs in one digit, or has the same digits in another order.
  near(typed) {
    const digits = [...typed.padStart(3, "0")];
    const mixed = [...digits].sort().join();
    const isNear = ({ code }) =>
      code.length === digits.length && (digits.filter((digit, place) => digit !== code[place]).length === 1 || [...code].sort().join() === mixed);
    return this.households.filter(isNear).slice(0, 3);
  }

  // The households that typed text can mean, once Enter is pressed.
  meant(typed) {
    // A card's QR code may hold the address of the household's page.
    const text = typed.trim().replace(/^.*\/households\/(\d+)\/?$/, "$1");
    const named = isCode(text) && this.ofCode(text);
    return named ? [named] : this.find(text);
  }
}
