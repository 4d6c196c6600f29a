// What the parts of the weigh screen need of the page: its elements, its sentences, and the field that finds a household.

import { showKg } from "./ticket.js";

export const $ = (id) => document.getElementById(id);
const words = $("weigh-words").dataset;

// The sentence of a code, in the page's language; facts whose name ends in _g are shown as kilograms.
export function say(code, facts = {}) {
  const text = words[code.replace(/_(.)/g, (_, letter) => letter.toUpperCase())] ?? words.notANumber;
  return text.replace(/\{(\w+)\}/g, (_, name) => (name.endsWith("_g") ? showKg(facts[name]) : facts[name] ?? ""));
}

export const sayAll = (reasons) => reasons.map((reason) => say(reason.code, reason));

// A copy of a <template>: texts go where data-f names them, addresses where data-href does.
export function fill(template, facts) {
  const copy = $(template).content.firstElementChild.cloneNode(true);
  for (const place of copy.querySelectorAll("[data-f]")) place.textContent = facts[place.dataset.f] ?? "";
  for (const link of copy.querySelectorAll("[data-href]")) link.href = facts[link.dataset.href];
  return copy;
}

export const tell = (text) => ($("weigh-status").textContent = text);

// The household field, an ARIA combobox: digits are a code, anything else is searched, arrows walk the list.
export class Picker {
  // `desk` gives {book}, and hears picked(household) and missed(typed).
  constructor(desk, field, list) {
    Object.assign(this, { desk, field, list, found: [], active: -1, held: false, entered: false });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) field.setAttribute(name, value);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", () => this.show([]));
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const place = [...list.children].indexOf(event.target.closest("li"));
      if (place >= 0) this.take(this.found[place]);
    });
    this.show([]);
  }

  // While a ticket is on its way, what is typed ahead for the next one waits.
  hold() {
    this.field.value = "";
    this.held = true;
    this.entered = false;
    this.field.focus();
  }

  release() {
    this.held = false;
    if (this.entered) this.resolve();
    else if (this.field.value) this.typed();
  }

  // The ticket came back: its household stands here again.
  give(code) {
    this.held = false;
    this.field.value = code;
  }

  typed() {
    if (this.held) return;
    const text = this.field.value.trim();
    if (this.desk.book.isWhole(text)) this.take(this.desk.book.ofCode(text));
    else this.show(this.desk.book.find(text));
  }

  pressed(event) {
    if (event.isComposing || !["Enter", "ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") this.show([]);
    else if (event.key !== "Enter") this.point((this.active + (event.key === "ArrowDown" ? 1 : this.found.length || 1)) % (this.found.length || 1));
    else if (this.held) this.entered = true;
    else if (this.active >= 0) this.take(this.found[this.active]);
    else this.resolve();
  }

  // One household is taken; of several the first is pointed at, for another Enter; none is told.
  resolve() {
    const text = this.field.value;
    if (!text.trim()) return;
    const found = this.desk.book.meant(text);
    if (found.length === 1) return void this.take(found[0]);
    this.show(found);
    if (found.length) this.point(0);
    else this.desk.missed(text.trim());
  }

  take(household) {
    this.show([]);
    this.field.value = household.code;
    this.desk.picked(household);
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(
      ...found.map(({ code, name, alias, place }, at) => {
        const option = fill("weigh-option", { code, name: alias ? `${name} (${alias})` : name, place });
        option.id = `${this.list.id}-${at}`;
        return option;
      }),
    );
    this.list.hidden = !found.length;
    this.field.setAttribute("aria-expanded", !this.list.hidden);
    this.point(-1);
  }

  point(place) {
    this.active = place;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", at === place));
    this.field.setAttribute("aria-activedescendant", this.list.children[place]?.id ?? "");
    this.list.children[place]?.scrollIntoView({ block: "nearest" });
  }
}
