// The entry row and the list of loads: one load at a time, with focus staying where kilograms are typed.

import { $, fill, say, sayAll, tell } from "./page.js";
import { blankLoad, showKg, weigh } from "./ticket.js";

const CELLS = ["grade", "crate", "crates", "gross", "tare", "tare_reason", "deduction", "deduction_kind"];
const RARE = CELLS.slice(4);
const KEYS = { "+": "up", "-": "down", "*": "crates", "/": "rare" };

export class Grid {
  // `desk` gives {ticket, book, sticky} and hears changed(), finish(), back() and beep(times).
  constructor(desk) {
    this.desk = desk;
    this.editing = -1;
    this.cells = Object.fromEntries(CELLS.map((name) => [name, $(`pad-${name}`)]));
    this.rows = $("weigh-rows");
    $("weigh-pad").addEventListener("keydown", (event) => this.pressed(event));
    $("weigh-pad").addEventListener("beforeinput", (event) => this.act(event, KEYS[event.data]));
    $("weigh-pad").addEventListener("input", () => this.changed());
    this.cells.grade.addEventListener("change", () => this.focus());
    for (const name of ["crates", "crate"]) this.cells[name].addEventListener("change", () => this.stick());
    this.rows.addEventListener("keydown", (event) => this.pressedRow(event));
    this.rows.addEventListener("click", ({ target }) => {
      const action = target.closest("button")?.dataset.do;
      if (action) this[action](this.placeOf(target));
    });
  }

  // --- the entry row

  get load() {
    return Object.fromEntries(CELLS.map((name) => [name, this.cells[name].value]));
  }

  set load(load) {
    for (const name of CELLS) this.cells[name].value = load[name];
    $("pad-rare").open = RARE.some((name) => load[name]);
  }

  get isEmpty() {
    return !this.cells.gross.value.trim();
  }

  // Offer the book's grades and crates; what is sticky stays if it still exists.
  offer() {
    const { book, sticky } = this.desk;
    const { load } = this;
    this.cells.grade.replaceChildren(...book.sorted.map(({ code, name }) => new Option(name, code)));
    this.cells.crate.replaceChildren(...book.crates.map(({ code, name, tare_g }) => new Option(`${showKg(tare_g)} ${name}`, code)));
    const usual = book.crates.find((crate) => crate.is_default) || book.crates[0];
    sticky.grade = book.sorted[0]?.code ?? "";
    sticky.crate = book.crate(sticky.crate)?.code ?? usual?.code ?? "";
    sticky.crates ||= String(book.crates.length && book.scale.default_crates);
    this.load = { ...load, grade: load.grade || sticky.grade, crate: load.crate || sticky.crate, crates: load.crates || sticky.crates };
  }

  clear(grade = this.cells.grade.value) {
    this.editing = -1;
    this.load = { ...blankLoad(this.desk.sticky), grade };
  }

  focus() {
    this.cells.gross.focus();
    this.cells.gross.select();
  }

  stick() {
    this.desk.sticky.crates = this.cells.crates.value;
    this.desk.sticky.crate = this.cells.crate.value;
  }

  changed() {
    const { ticket, book } = this.desk;
    const { tare_g, net_g, wrong } = weigh(this.load, ticket, book);
    $("pad-own").value = tare_g >= 0 ? showKg(tare_g) : "–";
    $("pad-net").value = wrong.length ? "–" : showKg(net_g);
    $("pad-number").textContent = (this.editing < 0 ? ticket.loads.length : this.editing) + 1;
    if (!wrong.length || this.isEmpty) this.complain([]);
    this.desk.changed();
  }

  complain(wrong) {
    for (const name of CELLS) this.cells[name].setAttribute("aria-invalid", wrong.some(({ cell }) => cell === name));
    $("pad-problem").textContent = sayAll(wrong).join(" ");
  }

  // Put the load on the ticket; false when something about it is wrong.
  add() {
    const { ticket, book } = this.desk;
    const { load } = this;
    const { net_g, wrong, odd } = weigh(load, ticket, book);
    const place = this.editing < 0 ? ticket.loads.length : this.editing;
    if (wrong.length) {
      this.complain(wrong);
      if (RARE.includes(wrong[0].cell)) $("pad-rare").open = true;
      this.cells[wrong[0].cell].focus();
      this.desk.beep(2);
      return false;
    }
    ticket.loads[place] = load;
    this.clear(load.grade);
    this.renew(say(odd ? "load_odd" : "load_added", { n: place + 1, net_g }));
    this.desk.beep(odd ? 2 : 1);
    return true;
  }

  // The loads changed: what was confirmed before no longer is.
  renew(text) {
    this.desk.ticket.confirmed = "";
    this.show();
    tell(text);
    this.focus();
  }

  act(event, action) {
    if (!action) return;
    event.preventDefault();
    this[action]();
  }

  pressed(event) {
    const { key, target } = event;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || target.tagName === "SUMMARY") return;
    const { gross, crates } = this.cells;
    if (key === "Enter") this.act(event, target === gross ? "enter" : "focus");
    else if (target === gross || target === crates) this.act(event, KEYS[key]);
    if (target !== gross || event.defaultPrevented) return;
    if (key === "Backspace" && this.isEmpty) this.act(event, event.repeat ? "focus" : "reopen");
    if (key === "ArrowUp") this.act(event, "climb");
    if (key === "Escape") this.clear();
  }

  enter() {
    if (!this.isEmpty) this.add();
    else if (this.editing >= 0) this.remove(this.editing);
    else this.desk.finish();
  }

  // The previous load again; before the first there is the household.
  reopen() {
    const previous = (this.editing < 0 ? this.desk.ticket.loads.length : this.editing) - 1;
    if (previous >= 0) this.edit(previous);
    else this.desk.back();
  }

  climb() {
    this.rows.lastElementChild?.focus();
  }

  up(by = 1) {
    const { grade } = this.cells;
    if (grade.disabled) return;
    grade.selectedIndex = Math.min(Math.max(grade.selectedIndex + by, 0), grade.length - 1);
    tell(grade.selectedOptions[0].textContent);
    this.changed();
  }

  down() {
    this.up(-1);
  }

  crates() {
    const { crates, gross } = this.cells;
    (document.activeElement === crates ? gross : crates).select();
  }

  rare() {
    $("pad-rare").open = true;
    this.cells.tare.focus();
  }

  // --- the list

  placeOf(target) {
    return Number(target.closest("tr").dataset.place);
  }

  edit(place) {
    this.editing = place;
    this.load = this.desk.ticket.loads[place];
    this.show();
    this.focus();
  }

  remove(place) {
    this.desk.ticket.loads.splice(place, 1);
    this.clear();
    this.renew(say("load_removed", { n: place + 1 }));
  }

  pressedRow(event) {
    const row = event.target;
    if (row.tagName !== "TR") return;
    const place = this.placeOf(row);
    const action = {
      ArrowUp: () => row.previousElementSibling?.focus(),
      ArrowDown: () => (row.nextElementSibling ?? this.cells.gross).focus(),
      Escape: () => this.focus(),
      Enter: () => this.edit(place),
      Delete: () => this.remove(place),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  // A load of the ticket as texts, for the list and for a slip.
  shown(load, place) {
    const { ticket, book } = this.desk;
    const { crates, gross_g, tare_g, deduction_g, net_g, wrong, odd } = weigh(load, ticket, book);
    return {
      place: place + 1,
      grade: ticket.mode === "graded" ? book.grade(load.grade)?.name : say(ticket.mode),
      crates,
      gross: showKg(gross_g),
      tare: showKg(tare_g) + (deduction_g ? ` + ${showKg(deduction_g)}` : ""),
      net: showKg(net_g),
      problem: wrong.length ? sayAll(wrong).join(" ") : odd ? say("odd") : "",
      isWrong: wrong.length > 0,
    };
  }

  // `refused` holds the server's reasons by place of the load.
  show(refused = {}) {
    const rows = this.desk.ticket.loads.map((load, place) => {
      const facts = this.shown(load, place);
      if (refused[place]) Object.assign(facts, { problem: refused[place].join(" "), isWrong: true });
      const row = fill("weigh-row", facts);
      row.dataset.place = place;
      row.classList.toggle("is-wrong", facts.isWrong);
      row.classList.toggle("is-open", place === this.editing);
      return row;
    });
    this.rows.replaceChildren(...rows);
    $("weigh-hint").hidden = Boolean(rows.length);
    $("weigh-list").scrollTop = $("weigh-list").scrollHeight;
    this.changed();
  }
}
