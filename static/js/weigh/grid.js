// The entry row ("pad") and the list of loads: one load at a time, with focus staying where kilograms are typed.

import { showKg, showCount } from "./numbers.js";
import { blankLoad, isOdd, MAX_LOADS, weigh } from "./ticket.js";

const CELLS = ["grade", "crate", "crates", "gross", "tare", "tare_reason", "deduction", "deduction_kind"];
const RARE = ["tare", "tare_reason", "deduction", "deduction_kind"];
const KEYS = { "+": "gradeUp", "-": "gradeDown", "*": "crates", "/": "rare" };
const $ = (id) => document.getElementById(id);

export class Grid {
  // `desk` is the weigh screen: {ticket, book, sticky, say, beep, changed, finish, back}.
  constructor(desk) {
    this.desk = desk;
    this.editing = -1;
    this.cells = Object.fromEntries(CELLS.map((name) => [name, $(`pad-${name}`)]));
    this.rows = $("weigh-rows");
    this.problem = $("pad-problem");
    const { gross, crates, grade } = this.cells;
    gross.addEventListener("keydown", (event) => this.pressedGross(event));
    for (const name of CELLS) if (name !== "gross") this.cells[name].addEventListener("keydown", (event) => this.pressedBeside(event, name));
    for (const cell of [gross, crates]) cell.addEventListener("beforeinput", (event) => this.typed(event));
    for (const cell of Object.values(this.cells)) cell.addEventListener("input", () => this.changed());
    crates.addEventListener("focus", () => crates.select());
    crates.addEventListener("change", () => this.keepSticky());
    this.cells.crate.addEventListener("change", () => this.keepSticky());
    grade.addEventListener("change", () => gross.focus());
    $("weigh-buttons").addEventListener("pointerdown", (event) => event.preventDefault());
    this.rows.addEventListener("keydown", (event) => this.pressedRow(event));
    this.rows.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this[button.dataset.do](Number(button.closest("tr").dataset.place));
    });
  }

  // --- the pad

  get load() {
    return Object.fromEntries(CELLS.map((name) => [name, this.cells[name].value]));
  }

  set load(load) {
    for (const name of CELLS) this.cells[name].value = load[name];
    $("pad-rare").open = RARE.some((name) => load[name]);
    this.changed();
  }

  get isEmpty() {
    return !this.cells.gross.value.trim();
  }

  fillChoices() {
    const { book, sticky, words } = this.desk;
    const option = (value, text) => new Option(text, value);
    const before = this.load;
    this.cells.grade.replaceChildren(...book.sortedGrades.map((grade) => option(grade.code, grade.name)));
    const crates = book.crates.map((crate) => option(crate.code, `${crate.name} ${showKg(crate.tare_g)} kg`));
    this.cells.crate.replaceChildren(...(crates.length ? crates : [option("", words.noCrate)]));
    sticky.grade = book.sortedGrades[0]?.code || "";
    sticky.crate = book.crate(sticky.crate)?.code || book.defaultCrate?.code || "";
    sticky.crates ||= String(book.scale.default_crates);
    this.load = { ...before, grade: before.grade || sticky.grade, crate: before.crate || sticky.crate, crates: before.crates || sticky.crates };
  }

  clear(grade = this.cells.grade.value) {
    this.editing = -1;
    this.load = { ...blankLoad(this.desk.sticky), grade };
    this.complain([]);
  }

  focus() {
    this.cells.gross.focus();
    this.cells.gross.select();
  }

  keepSticky() {
    this.desk.sticky.crates = this.cells.crates.value;
    this.desk.sticky.crate = this.cells.crate.value;
  }

  changed() {
    const { ticket, book } = this.desk;
    if (!book.ready) return;
    const weighed = weigh(this.load, ticket, book);
    const known = !weighed.wrong.length;
    $("pad-own-tare").value = weighed.tare_g === null ? "–" : showKg(weighed.tare_g);
    $("pad-net").value = known ? showKg(weighed.net_g) : "–";
    $("pad-place").textContent = this.editing >= 0 ? this.editing + 1 : ticket.loads.length + 1;
    if (known || this.isEmpty) this.complain([]);
    this.desk.changed();
  }

  complain(wrong) {
    for (const [name, cell] of Object.entries(this.cells)) cell.toggleAttribute("aria-invalid", wrong.some((problem) => problem.cell === name));
    this.problem.textContent = wrong.map((problem) => this.desk.say(problem.code, problem)).join(" ");
  }

  // Put the load on the ticket; false when something about it is wrong.
  add() {
    const { ticket, book, sticky } = this.desk;
    const load = this.load;
    const weighed = weigh(load, ticket, book);
    if (ticket.loads.length >= MAX_LOADS && this.editing < 0) weighed.wrong.push({ cell: "gross", code: "too_many_loads", limit: MAX_LOADS });
    if (weighed.wrong.length) {
      this.complain(weighed.wrong);
      const { cell } = weighed.wrong[0];
      if (RARE.includes(cell)) $("pad-rare").open = true;
      this.cells[cell].focus();
      this.desk.beep(2);
      return false;
    }
    const place = this.editing >= 0 ? this.editing : ticket.loads.length;
    ticket.loads[place] = load;
    this.keepSticky();
    ticket.confirmed = "";
    this.clear(load.grade || sticky.grade);
    this.show();
    const odd = isOdd(weighed, book.scale);
    this.desk.beep(odd ? 2 : 1);
    this.desk.tell(this.desk.say(odd ? "load_odd" : "load_added", { n: place + 1, kg: showKg(weighed.net_g) }));
    this.focus();
    return true;
  }

  typed(event) {
    const action = KEYS[event.data === "–" || event.data === "−" ? "-" : event.data];
    if (!action) return;
    event.preventDefault();
    this[action]();
  }

  pressedGross(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.desk.justPicked()) return;
      if (!this.isEmpty) this.add();
      else if (this.editing >= 0) this.remove(this.editing);
      else this.desk.finish();
    } else if (event.key === "Backspace" && this.isEmpty && !event.repeat) {
      event.preventDefault();
      this.reopen();
    } else if (event.key === "ArrowUp" && this.rows.lastElementChild) {
      event.preventDefault();
      this.rows.lastElementChild.focus();
    } else if (event.key === "Escape" && this.editing >= 0) {
      this.clear();
    }
  }

  pressedBeside(event, name) {
    const leaves = event.key === "Enter" || (event.key === "*" && name === "crates");
    if (!leaves || event.isComposing) return;
    event.preventDefault();
    this.keepSticky();
    this.focus();
  }

  reopen() {
    const last = (this.editing >= 0 ? this.editing : this.desk.ticket.loads.length) - 1;
    if (last >= 0) this.edit(last);
    else this.desk.back();
  }

  gradeUp() {
    this.step(1);
  }

  gradeDown() {
    this.step(-1);
  }

  step(by) {
    const { grade } = this.cells;
    if (this.desk.ticket.mode !== "graded") return;
    grade.selectedIndex = Math.min(Math.max(grade.selectedIndex + by, 0), grade.length - 1);
    this.desk.tell(grade.selectedOptions[0].textContent);
    this.changed();
  }

  crates() {
    if (document.activeElement === this.cells.crates) this.focus();
    else this.cells.crates.focus();
  }

  rare() {
    $("pad-rare").open = true;
    this.cells.tare.focus();
  }

  // --- the list

  edit(place) {
    this.editing = place;
    this.load = this.desk.ticket.loads[place];
    this.show();
    this.focus();
  }

  remove(place) {
    this.desk.ticket.loads.splice(place, 1);
    this.desk.ticket.confirmed = "";
    this.clear();
    this.show();
    this.desk.tell(this.desk.say("load_removed", { n: place + 1 }));
    this.focus();
  }

  pressedRow(event) {
    const row = event.target;
    if (row.tagName !== "TR") return;
    const place = Number(row.dataset.place);
    const actions = {
      ArrowUp: () => row.previousElementSibling?.focus(),
      ArrowDown: () => (row.nextElementSibling ? row.nextElementSibling.focus() : this.focus()),
      Escape: () => this.focus(),
      Enter: () => this.edit(place),
      Delete: () => this.remove(place),
      Backspace: () => this.remove(place),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }

  // `refused` are the server's reasons by place: shown in the row until the loads change.
  show(refused = {}) {
    const { ticket } = this.desk;
    this.rows.replaceChildren(...ticket.loads.map((load, place) => this.row(load, place, refused[place])));
    $("weigh-list").hidden = !ticket.loads.length;
    this.changed();
  }

  row(load, place, refused) {
    const { ticket, book, words } = this.desk;
    const row = $("weigh-row").content.firstElementChild.cloneNode(true);
    const weighed = weigh(load, ticket, book);
    const facts = {
      place: place + 1,
      grade: ticket.mode === "graded" ? book.grade(load.grade)?.name || load.grade : words[ticket.mode],
      crates: showCount(weighed.crates || 0),
      gross: showKg(weighed.gross_g),
      tare: showKg(weighed.tare_g) + (weighed.deduction_g ? ` + ${showKg(weighed.deduction_g)}` : ""),
      net: showKg(weighed.net_g),
      problem: (refused || weighed.wrong.map((problem) => this.desk.say(problem.code, problem))).join(" "),
    };
    for (const cell of row.querySelectorAll("[data-cell]")) cell.textContent = facts[cell.dataset.cell];
    row.dataset.place = place;
    row.classList.toggle("is-wrong", Boolean(facts.problem));
    row.classList.toggle("is-odd", !facts.problem && isOdd(weighed, book.scale));
    row.classList.toggle("is-open", place === this.editing);
    return row;
  }
}
