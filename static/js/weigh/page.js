// What every part of the weigh screen needs of the page: finding and filling elements, and sentences with their facts.

import { showKg } from "./ticket.js";

export const $ = (id) => document.getElementById(id);
const words = $("weigh-words").dataset;

// The sentence of a code, in the page's language; facts whose name ends in _g are shown as kilograms.
export function say(code, facts = {}) {
  const text = words[code.replace(/_(.)/g, (_, letter) => letter.toUpperCase())] ?? words.notANumber;
  return text.replace(/\{(\w+)\}/g, (_, name) => (name.endsWith("_g") ? showKg(facts[name]) : facts[name] ?? ""));
}

// A copy of a <template>: texts go where data-f names them, addresses where data-href does.
export function fill(template, facts) {
  const copy = $(template).content.firstElementChild.cloneNode(true);
  for (const place of copy.querySelectorAll("[data-f]")) place.textContent = facts[place.dataset.f] ?? "";
  for (const link of copy.querySelectorAll("[data-href]")) link.href = facts[link.dataset.href];
  return copy;
}

export const tell = (text) => ($("weigh-status").textContent = text);
