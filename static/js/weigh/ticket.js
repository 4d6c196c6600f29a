// What a ticket weighs, fetches and sends: pure computation in whole grams and dong, as harvests.rules.weighing does it.

const MAX_CRATES = 500;
const TWIN_G = 500;

class Unreadable extends Error {}

const refuse = (code) => {
  throw new Unreadable(code);
};

// --- numbers, read as strictly as coopsite.formats.parsing reads them

const tidy = (text) => text.normalize("NFKC").trim();

// Digits before and after the separator as a whole number of 1/10**places.
function scaled(whole, fraction, places) {
  if (whole.length > 9) refuse("not_a_number");
  if (/[1-9]/.test(fraction.slice(places))) refuse("too_many_decimals");
  return Number(whole + fraction.slice(0, places).padEnd(places, "0"));
}

// Grams of "87,5" or "87.5 kg"; two separators, or three decimals that could be thousands, are refused.
export const parseKg = (text, places = 1) => parseDecimal(text, places, "kg") * 10 ** (3 - places);

function parsePercent(text) {
  const points = parseDecimal(text, 2, "%");
  return points <= 10_000 ? points : refuse("not_a_number");
}

function parseDecimal(text, places, unit) {
  const typed = tidy(text).toLowerCase();
  const [, whole, fraction = ""] = typed.replace(RegExp(`${unit}$`), "").match(/^(\d*)(?:[.,](\d+))?\s*$/) || refuse(/[.,].*[.,]/.test(typed) ? "thousands_separator" : "not_a_number");
  if (!whole && !fraction) refuse("not_a_number");
  if (fraction.length === 3 && /^0{0,2}[1-9]/.test(whole) && whole.length < 4) refuse("ambiguous_kg");
  return scaled(whole, fraction, places);
}

// Dong per kilogram as prices are spoken: "18", "18,5", "18.500" and "18k" are thousands, as 18500 is.
export function parsePrice(text) {
  const [, whole, fraction = "", dong] = tidy(text).match(/^(?!.*\d{3} ?k)(?:(\d{1,3})(?:[.,](\d{1,3}))?\s*k?|([1-9]\d{3,5}))$/i) || refuse("not_a_price");
  return dong ? Number(dong) : scaled(whole, fraction, 3);
}

function parseCount(text) {
  const [count] = tidy(text).match(/^\d{1,3}$/) || refuse("not_whole");
  return Number(count) <= MAX_CRATES ? Number(count) : refuse("not_whole");
}

// English style, or Vietnamese: "1,234.5" or "1.234,5".
function grouped(text) {
  const [whole, fraction] = text.split(".");
  const [thousands, decimal] = document.documentElement.lang === "en" ? [",", "."] : [".", ","];
  return whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (fraction ? decimal + fraction : "");
}

// One decimal at least, and as many as the grams need.
export const showKg = (grams) => grouped((grams / 1000).toFixed(3).replace(/0{1,2}$/, ""));
export const showCount = (count) => grouped(String(count));
export const showDong = (dong) => `${showCount(dong)} đ`;

// --- tickets

// A version 4 UUID; randomUUID() is missing where the page came over plain http from another machine.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function blankTicket({ channel, place }) {
  const about = { household: "", plot: "", mode: "graded", channel, place, vehicle: "", note: "", flat_price: "" };
  return { token: uuid(), ...about, confirmed: "", client_at: "", offline_no: "", loads: [] };
}

export const blankLoad = ({ grade, crate, crates }) => ({ grade, crate, crates, gross: "", tare: "", tare_reason: "", deduction: "", deduction_kind: "" });

// A load in grams; `wrong` holds the cells that stop it as {cell, code, ...facts of the sentence}.
export function weigh(load, ticket, book) {
  const wrong = [];
  const read = (cell, parse, otherwise) => {
    if (!load[cell].trim()) return otherwise;
    try {
      return parse(load[cell]);
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem;
      wrong.push({ cell, code: problem.message, typed: load[cell] });
      return NaN;
    }
  };
  const crate = book.crate(load.crate);
  const crates = read("crates", parseCount, null);
  const own_g = (crates || 0) * (crate?.tare_g || 0);
  const gross_g = read("gross", parseKg, 0);
  const tare_g = read("tare", (text) => parseKg(text, 2), own_g);
  const share = (text) => Math.floor((Math.max(gross_g - tare_g, 0) * parsePercent(text) + 5000) / 10_000);
  const deduction_g = read("deduction", load.deduction.includes("%") ? share : parseKg, 0);
  const net_g = gross_g - tare_g - deduction_g;
  const limit_g = book.scale.capacity_g;
  const stop = (cell, code, broken) => broken && wrong.push({ cell, code, gross_g, tare_g, deduction_g, limit_g });
  stop("grade", "grade_missing", ticket.mode === "graded" && !book.grade(load.grade));
  stop("crates", "crates_missing", crates === null);
  stop("crate", "crate_missing", crates > 0 && !crate);
  stop("tare_reason", "tare_without_reason", tare_g !== own_g && !load.tare_reason.trim());
  stop("deduction_kind", "deduction_without_kind", deduction_g > 0 && !load.deduction_kind);
  stop("deduction_kind", "deduction_other_unnamed", deduction_g > 0 && load.deduction_kind === "other" && !ticket.note.trim());
  stop("gross", "over_capacity", gross_g > limit_g);
  stop("gross", "net_not_positive", net_g <= 0);
  const each = crates ? Math.floor(net_g / crates) : null;
  const odd = each !== null && (each < book.scale.crate_low_g || each > book.scale.crate_high_g);
  return { crates, gross_g, tare_g, deduction_g, net_g, wrong, odd };
}

// Why the typed flat price cannot be read; "" when it can, or when none was typed and the board's holds.
export function priceProblem(ticket) {
  try {
    if (ticket.mode === "flat" && ticket.flat_price.trim()) parsePrice(ticket.flat_price);
    return "";
  } catch (problem) {
    if (!(problem instanceof Unreadable)) throw problem;
    return "not_a_price";
  }
}

function priceOf(load, ticket, book) {
  if (ticket.mode === "later" || priceProblem(ticket)) return null;
  if (ticket.mode === "graded") return book.price(ticket, load.grade);
  return ticket.flat_price.trim() ? parsePrice(ticket.flat_price) : book.flatPrice(ticket);
}

// Kilograms and dong of the loads that can be worked out; `unpriced` are the grades still without a price.
export function totals(ticket, book) {
  const sum = { net_g: 0, amount_vnd: 0, unpriced: new Set() };
  for (const load of ticket.loads) {
    const { net_g, wrong } = weigh(load, ticket, book);
    if (wrong.length) continue;
    const price = priceOf(load, ticket, book);
    sum.net_g += net_g;
    if (price) sum.amount_vnd += Math.floor((net_g * price + 500) / 1000);
    else sum.unpriced.add(load.grade);
  }
  return sum;
}

// The weigh form's fields; what the mode does not use stays empty.
export function bodyOf({ loads, ...about }) {
  const body = { ...about, flat_price: about.mode === "flat" ? about.flat_price : "" };
  loads.forEach((load, place) => {
    for (const [cell, value] of Object.entries(load)) body[`loads-${place}-${cell}`] = cell === "grade" && about.mode !== "graded" ? "" : value;
  });
  return body;
}

// What this device alone can notice while the network is away: odd crates, and a twin among the kept entries.
export function doubts(ticket, book, kept) {
  const found = ticket.loads.map((load, place) => ({ code: "crate_net_odd", n: place + 1, odd: weigh(load, ticket, book).odd })).filter((doubt) => doubt.odd);
  const { net_g } = totals(ticket, book);
  const twin = kept.find(
    (entry) => entry.token !== ticket.token && entry.ticket.household === ticket.household && Math.abs(entry.net_g - net_g) <= TWIN_G,
  );
  return twin ? [...found, { code: "twin_ticket", number: twin.offline_no }] : found;
}
