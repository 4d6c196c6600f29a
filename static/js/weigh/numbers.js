// Numbers as people type and read them: whole grams and whole dong, read as strictly as coopsite.formats.parsing reads them.

export class Unreadable extends Error {
  constructor(code, readings = []) {
    super(code);
    this.code = code;
    this.readings = readings;
  }
}

const MAX_GRAMS = 10n ** 12n;
const MAX_DONG = 10n ** 15n;
const KG = { "": 1000n, kg: 1000n, ky: 1000n, can: 1000n, yen: 10_000n, ta: 100_000n, tan: 1_000_000n };
const KG_NAMES = { yen: "yến", ta: "tạ", tan: "tấn" };
const SCALES = { "": 1n, k: 1000n, nghin: 1000n, ngan: 1000n, tr: 10n ** 6n, trieu: 10n ** 6n, m: 10n ** 6n };
const DONG = {};
for (const [scale, size] of Object.entries(SCALES)) for (const word of ["", "d", "dong", "vnd", "₫"]) DONG[scale + word] = size;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u034f\u115f\u1160\u2800\u3164\uffa0]/gu;

const refuse = (code, readings) => {
  throw new Unreadable(code, readings);
};

export function clean(text) {
  return text.replace(/[\t-\r\x1c-\x1f\x85\p{Z}]+/gu, " ").replace(INVISIBLE, "").normalize("NFC").replace(/ +/g, " ").trim();
}

export function fold(text) {
  const plain = clean(text).toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").replace(/đ/g, "d");
  return plain.replace(/\s+/g, " ").trim();
}

function tidied(text) {
  if (text.length > 200) refuse("too_long");
  const narrow = clean(text).replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  const tidy = narrow.replace(/[‐‑‒–—−]/g, "-").trim();
  if (!tidy) refuse("empty");
  if (tidy.length > 40) refuse("too_long");
  return tidy;
}

function split(text) {
  const tidy = tidied(text);
  if (/^-\s*[0-9.,]/.test(tidy)) refuse("negative");
  if (/^[0-9.,]+\s*e\s*[-+]?[0-9]+$/i.test(tidy)) refuse("exponent");
  const typed = tidy.match(/^[0-9., ]*/)[0];
  const unit = fold(tidy.slice(typed.length)).replace(/ /g, "").replace(/\.+$/, "");
  const digits = typed.replace(/[^0-9]/g, "").length;
  if (!digits) refuse("not_a_number");
  if (digits > 18) refuse("too_long");
  return [typed.trim(), unit];
}

function sized(unit, units) {
  if (Object.hasOwn(units, unit)) return units[unit];
  return refuse(/^\p{L}/u.test(unit) ? "unknown_unit" : "not_a_number");
}

// One meaning, or two (decimals, thousands) when exactly three digits follow the only separator.
function readings(number) {
  if (number.includes(" ")) {
    if (!/^[1-9][0-9]{0,2}(?: [0-9]{3})+$/.test(number)) refuse("not_a_number");
    number = number.replace(/ /g, "");
  }
  if (/^[0-9]+$/.test(number)) return [{ digits: BigInt(number), decimals: 0 }];
  const one = number.match(/^([0-9]*)[.,]([0-9]+)$/);
  if (one) {
    const [, whole, fraction] = one;
    const decimal = { digits: BigInt(whole + fraction), decimals: fraction.length };
    if (fraction.length === 3 && /^[0-9]{1,3}$/.test(whole) && Number(whole)) return [decimal, { digits: decimal.digits, decimals: 0 }];
    return [decimal];
  }
  if (/^[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})$/.test(number)) {
    return [{ digits: BigInt(number.replace(/[.,]/g, "")), decimals: 0 }];
  }
  const grouped = number.match(/^(?:([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)|([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+))$/);
  if (!grouped) return refuse("misplaced_separator");
  const [whole, fraction] = grouped.slice(1).filter((part) => part !== undefined);
  return [{ digits: BigInt(whole.replace(/[.,]/g, "") + fraction), decimals: fraction.length }];
}

function times(reading, factor) {
  const unit = 10n ** BigInt(reading.decimals);
  const product = reading.digits * factor;
  return product % unit ? null : product / unit;
}

const bounded = (value, maximum) => Number(value > maximum ? refuse("too_large") : value);

function kgAndGrams(grams) {
  const rest = grams % 1000n;
  return `${grams / 1000n} kg${rest ? ` ${rest} g` : ""}`;
}

// Grams of "87,5", "87.5 kg" or "2,5 tấn": at most one separator, at most `decimals` decimals of a kilogram.
export function parseKg(text, decimals = 2) {
  const [number, unit] = split(text);
  const size = sized(unit, KG);
  if (number.includes(" ")) refuse("space_inside");
  const found = readings(number);
  if ((number.match(/[.,]/g) || []).length > 1) refuse("thousands_separator");
  if (found.length === 2) {
    const [whole, fraction] = number.split(/[.,]/);
    const name = KG_NAMES[unit] || "kg";
    const [small, big] = found.map((reading) => times(reading, size)).map((grams) => (grams === null ? "?" : kgAndGrams(grams)));
    refuse("ambiguous_kg", [`${whole},${fraction} ${name} = ${small}`, `${whole}.${fraction} ${name} = ${big}`]);
  }
  const grams = times(found[0], size);
  if (grams === null || grams % 10n ** BigInt(3 - decimals)) refuse("too_many_decimals");
  return bounded(grams, MAX_GRAMS);
}

// Dong per kilogram as prices are spoken: "18" is 18000, "18,5" is 18500, "18.500" too; "500 đ" is five hundred.
export function parsePrice(text) {
  const [number, typed] = split(text);
  const unit = typed.replace(/\/kg$/, "");
  let size = sized(unit, DONG);
  const found = readings(number);
  if (size > 1n && found.length === 2) refuse("ambiguous_dong");
  const reading = found[found.length - 1];
  if (!unit && reading.digits < 1000n * 10n ** BigInt(reading.decimals)) size = 1000n;
  const dong = times(reading, size);
  if (dong === null) refuse("fraction_of_dong");
  return bounded(dong, MAX_DONG);
}

// Basis points of "2%" or "1,5 %": at most two decimals, at most the whole.
export function parsePercent(text) {
  const [number, unit] = split(text);
  if (unit !== "%") refuse("not_a_number");
  if (number.includes(" ")) refuse("space_inside");
  const points = times(readings(number)[0], 100n);
  if (points === null) refuse("too_many_decimals");
  return bounded(points, 10_000n);
}

export function parseCount(text, maximum) {
  const tidy = tidied(text);
  if (!/^[0-9]{1,9}$/.test(tidy)) refuse("not_whole");
  return bounded(BigInt(tidy), BigInt(maximum));
}

const isEnglish = () => document.documentElement.lang.startsWith("en");

function local(english) {
  return isEnglish() ? english : english.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));
}

const grouped = (whole) => String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",");

// "1.234,5" in Vietnamese, "1,234.5" in English: one decimal at least, and as many as the grams need.
export function showKg(grams) {
  const size = Math.abs(grams);
  const fraction = String(size % 1000).padStart(3, "0").replace(/0{1,2}$/, "");
  return (grams < 0 ? "-" : "") + local(`${grouped(Math.floor(size / 1000))}.${fraction}`);
}

export const showDong = (dong) => `${local(grouped(dong))} đ`;
export const showCount = (count) => local(grouped(count));
