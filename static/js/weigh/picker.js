// The household field: digits are a code, anything else is searched; a list is walked with the arrow keys.

export class Picker {
  // `field` and `list` make an ARIA combobox; `picked(household)` and `unknown(typed, near)` are told what came out.
  constructor({ field, list, book, picked, unknown, typing }) {
    Object.assign(this, { field, list, book, picked, unknown, typing });
    this.found = [];
    this.active = -1;
    this.held = false;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", () => this.show([]));
    list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) this.take(this.found[Number(option.dataset.place)]);
    });
  }

  // While a ticket is on its way, what is typed ahead waits; Enter is remembered.
  hold() {
    this.held = true;
    this.entered = false;
    this.field.value = "";
  }

  release() {
    this.held = false;
    if (!this.field.value) return;
    if (this.entered) this.resolve();
    else this.typed();
  }

  typed() {
    if (this.held) return;
    const text = this.field.value.trim();
    this.typing();
    if (/^\d+$/.test(text) && this.book().isWhole(text)) {
      this.take(this.book().ofCode(text));
      return;
    }
    this.show(this.book().find(text));
  }

  pressed(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.held) this.entered = true;
      else if (this.active >= 0) this.take(this.found[this.active]);
      else this.resolve();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.found.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.point((this.active + step + this.found.length) % this.found.length);
    } else if (event.key === "Escape") {
      this.show([]);
    }
  }

  // Take what was typed if it means one household; show the choice if it means several.
  resolve() {
    const text = this.field.value.trim().replace(/^.*\/households\/(\d+)\/?$/, "$1");
    if (!text) return;
    const book = this.book();
    if (/^\d+$/.test(text)) {
      const household = book.ofCode(text);
      if (household) this.take(household);
      else this.miss(text, book.near(text));
      return;
    }
    const found = book.find(text);
    if (found.length === 1) this.take(found[0]);
    else if (!found.length) this.miss(text, []);
    else {
      this.show(found);
      this.point(0);
    }
  }

  miss(text, near) {
    this.show(near);
    this.unknown(text, near);
  }

  take(household) {
    this.show([]);
    this.field.value = household.code;
    this.picked(household);
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((household, place) => this.option(household, place)));
    this.list.hidden = !found.length;
    this.field.setAttribute("aria-expanded", String(Boolean(found.length)));
    this.point(-1);
  }

  option(household, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.dataset.place = place;
    option.setAttribute("role", "option");
    const code = document.createElement("b");
    code.textContent = household.code;
    const also = household.alias ? ` (${household.alias})` : "";
    const where = document.createElement("small");
    where.textContent = household.place;
    option.append(code, ` ${household.name}${also} `, where);
    return option;
  }

  point(place) {
    this.active = place;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const chosen = this.list.children[place];
    if (chosen) {
      this.field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }
}
