// What a ticket weighs, fetches and sends: pure computation in whole grams and dong, as harvests.rules.weighing does it.

import { parseCount, parseKg, parsePercent, parsePrice, Unreadable } from "./numbers.js";

export const MAX_LOADS = 60;
const MAX_CRATES = 500;
const TWIN_G = 500;
const TWIN_MS = 10 * 60 * 1000;

// A version 4 UUID; randomUUID() is missing where the page came over plain http from another machine.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function blankTicket(sticky) {
  return {
    token: uuid(), household: "", plot: "", mode: "graded", channel: sticky.channel, place: sticky.place, vehicle: "", note: "",
    flat_price: "", confirmed: "", client_at: "", offline_no: "", loads: [],
  };
}

export const blankLoad = (sticky) => ({
  grade: sticky.grade, crate: sticky.crate, crates: sticky.crates, gross: "", tare: "", tare_reason: "", deduction: "", deduction_kind: "",
});

// A load worked out in grams, or `wrong`: the cell that stops it with the code and facts of the message.
export function weigh(load, ticket, book) {
  const wrong = [];
  const read = (cell, parse, otherwise) => {
    if (!load[cell].trim()) return otherwise;
    try {
      return parse(load[cell]);
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem;
      wrong.push({ cell, code: problem.code, typed: load[cell], readings: problem.readings.join("; ") });
      return null;
    }
  };
  const kg = (text) => parseKg(text, 1);
  const crates = read("crates", (text) => parseCount(text, MAX_CRATES), null);
  if (crates === null && !wrong.length) wrong.push({ cell: "crates", code: "crates_missing" });
  const crate = book.crate(load.crate);
  if (crates && !crate) wrong.push({ cell: "crate", code: "crate_missing" });
  const own = (crates || 0) * (crate ? crate.tare_g : 0);
  const gross = read("gross", kg, 0);
  const tare = read("tare", kg, own);
  if (tare !== null && tare !== own && !load.tare_reason.trim()) wrong.push({ cell: "tare_reason", code: "tare_without_reason" });
  const share = (text) => Math.floor((Math.max(gross - tare, 0) * parsePercent(text) + 5000) / 10000);
  const deduction = read("deduction", load.deduction.includes("%") ? share : kg, 0);
  if (deduction && !load.deduction_kind) wrong.push({ cell: "deduction_kind", code: "deduction_without_kind" });
  if (deduction && load.deduction_kind === "other" && !ticket.note.trim()) wrong.push({ cell: "deduction_kind", code: "deduction_other_unnamed" });
  if (ticket.mode === "graded" && !book.grade(load.grade)) wrong.push({ cell: "grade", code: "grade_missing" });
  const net = gross - tare - deduction;
  if (!wrong.length && gross > book.scale.capacity_g) wrong.push({ cell: "gross", code: "over_capacity", limit_g: book.scale.capacity_g, gross_g: gross });
  if (!wrong.length && net <= 0) wrong.push({ cell: "gross", code: "net_not_positive", gross_g: gross, tare_g: tare, deduction_g: deduction });
  return { crates, gross_g: gross, tare_g: tare, deduction_g: deduction, net_g: net, wrong };
}

// Whether the fruit in each crate is as heavy as fruit in a crate usually is.
export function isOdd(weighed, scale) {
  const each = weighed.crates ? Math.floor(weighed.net_g / weighed.crates) : null;
  return each !== null && (each < scale.crate_low_g || each > scale.crate_high_g);
}

export function flatPrice(ticket, book) {
  const typed = ticket.flat_price.trim();
  return typed ? parsePrice(typed) : book.priceOfKind("mixed", ticket.channel);
}

function priceOf(load, ticket, book) {
  if (ticket.mode === "later") return null;
  if (ticket.mode === "graded") return book.price(ticket.channel, load.grade);
  try {
    return flatPrice(ticket, book);
  } catch (problem) {
    if (!(problem instanceof Unreadable)) throw problem;
    return null;
  }
}

// Kilograms and dong of the loads that can be worked out; `unpriced` are the grades still without a price.
export function totals(ticket, book) {
  const sum = { net_g: 0, amount_vnd: 0, unpriced: [] };
  for (const load of ticket.loads) {
    const weighed = weigh(load, ticket, book);
    if (weighed.wrong.length) continue;
    const price = priceOf(load, ticket, book);
    sum.net_g += weighed.net_g;
    if (price) sum.amount_vnd += Math.floor((weighed.net_g * price + 500) / 1000);
    else if (!sum.unpriced.includes(load.grade)) sum.unpriced.push(load.grade);
  }
  return sum;
}

// The fields of the weigh form for a ticket; cells that the mode does not use stay empty.
export function bodyOf(ticket) {
  const body = {};
  for (const name of ["token", "household", "plot", "mode", "channel", "place", "vehicle", "note", "confirmed", "client_at", "offline_no"]) {
    body[name] = ticket[name];
  }
  body.flat_price = ticket.mode === "flat" ? ticket.flat_price : "";
  ticket.loads.forEach((load, place) => {
    for (const [name, value] of Object.entries(load)) body[`loads-${place}-${name}`] = value;
    if (ticket.mode !== "graded") body[`loads-${place}-grade`] = "";
  });
  return body;
}

// What this device alone can notice while the network is away; `kept` are the tickets that wait here.
export function doubts(ticket, book, kept, now) {
  const found = [];
  ticket.loads.forEach((load, place) => {
    if (isOdd(weigh(load, ticket, book), book.scale)) found.push({ code: "crate_net_odd", place: place + 1 });
  });
  const net = totals(ticket, book).net_g;
  const twin = kept.find(
    (other) =>
      other.token !== ticket.token && other.household === ticket.household &&
      Math.abs(other.net_g - net) <= TWIN_G && now - Date.parse(other.client_at) < TWIN_MS,
  );
  if (twin) found.push({ code: "twin_ticket", number: twin.offline_no });
  return found;
}
