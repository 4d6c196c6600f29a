// The weigh screen put together: who delivers, saving and printing, what stands beside, and life without the network.

import { Book } from "./book.js";
import { Grid } from "./grid.js";
import { $, Picker, fill, say, sayAll, tell } from "./page.js";
import { Queue, post, reach, signedOut } from "./queue.js";
import { printHere, printPage } from "./slip.js";
import { blankTicket, bodyOf, doubts, priceProblem, showCount, showDong, showKg, totals, weigh } from "./ticket.js";

const form = $("weigh-form");
const household = form.elements.household;
const header = ["mode", "channel", "place", "vehicle", "note", "flat_price"].map((name) => form.elements[name]);
const { post: address, book: bookAddress, worker, coop, user, day } = form.dataset;
const draftKey = `coopsite-weigh ${coop} ${user}`;
const places = Object.fromEntries([...document.querySelectorAll("[data-error]")].map((place) => [place.dataset.error, place]));
const RECENT = 6;
const BEAT = 5000;
const BOOK_AGE = 300_000;

let queue = null;
let kept = [];
let question = null;
let sending = false;
let offline = !navigator.onLine;
let outside = false;
let pickedAt = 0;
let bookAt = 0;
let audio = null;
let stale = false;

// What the parts of the screen share.
const desk = {
  ticket: null,
  book: new Book(),
  sticky: { grade: "", crate: "", crates: "", channel: form.elements.channel.value, place: form.elements.place.value },
  picked: takeHousehold,
  missed: missHousehold,
  changed: showTotals,
  back: () => household.focus(),
  finish,
  beep,
};
const picker = new Picker(desk, household, $("weigh-found"));
const grid = new Grid(desk);

// --- sounds, complaints, questions

function beep(times) {
  for (let turn = 0; audio && turn < times; turn += 1) {
    const tone = new OscillatorNode(audio, { frequency: times > 1 ? 440 : 880 });
    tone.connect(new GainNode(audio, { gain: 0.2 })).connect(audio.destination);
    tone.start(audio.currentTime + turn * 0.2);
    tone.stop(audio.currentTime + turn * 0.2 + 0.1);
  }
}

// Put reasons next to the fields they name, in the loads, or above everything; go to the first.
function complain(errors) {
  const loads = {};
  const rest = [];
  for (const [name, reasons] of Object.entries(errors)) {
    const load = name.match(/^loads-(\d+)/)?.[1];
    if (load) (loads[load] ??= []).push(...reasons);
    else if (!(name in places)) rest.push(...reasons);
  }
  mark(errors);
  alarm(rest);
  grid.show(loads);
  const named = Object.keys(errors).find((name) => name in places);
  (grid.rows.children[Object.keys(loads)[0]] ?? form.elements[named] ?? grid).focus();
  beep(2);
}

function mark(errors) {
  for (const [name, place] of Object.entries(places)) {
    place.textContent = errors[name]?.join(" ") ?? "";
    form.elements[name].setAttribute("aria-invalid", name in errors);
  }
}

function alarm(reasons) {
  $("weigh-alert").textContent = reasons.join(" ");
  $("weigh-alert").hidden = !reasons.length;
}

// One more Enter goes on, Escape goes back to the weights.
function ask(reasons, yes) {
  question = yes;
  $("weigh-doubts").replaceChildren(...reasons.map((reason) => fill("weigh-doubt", { reason })));
  $("weigh-confirm").hidden = false;
  $("weigh-yes").focus();
  beep(2);
}

function close(then) {
  question = null;
  $("weigh-confirm").hidden = true;
  then?.();
}

// --- the ticket

function begin(ticket = blankTicket(desk.sticky), pad = null, editing = -1) {
  desk.ticket = ticket;
  close();
  for (const field of header) field.value = ticket[field.name];
  household.value = ticket.household;
  mark({});
  alarm([]);
  grid.clear(desk.sticky.grade);
  if (pad) Object.assign(grid, { load: pad, editing });
  showHousehold();
  showMode();
}

function takeHousehold(found) {
  const { ticket } = desk;
  pickedAt = performance.now();
  if (ticket.household !== found.code) Object.assign(ticket, { household: found.code, plot: usualPlot(found), confirmed: "" });
  mark({});
  showHousehold();
  showMode();
  const plots = [...$("weigh-plots").querySelectorAll("input")];
  const choice = plots.length > 1 && !ticket.loads.length;
  (choice ? (plots.find((plot) => plot.checked) ?? plots[0]) : grid).focus();
}

function usualPlot({ plots }) {
  return (plots.length === 1 ? plots[0] : plots.find(({ last }) => last))?.code ?? "";
}

async function missHousehold(typed) {
  // Registered a moment ago, perhaps: the book may be minutes old.
  if (!offline && (await loadBook()) && desk.book.ofCode(typed)) return picker.take(desk.book.ofCode(typed));
  const near = desk.book.near(typed);
  const names = near.map(({ code, name }) => `${code} – ${name}`).join("; ");
  complain({ household: [say(names ? "no_household_near" : "no_household", { typed, names })] });
  picker.show(near);
}

function showHousehold() {
  const { ticket, book } = desk;
  const found = book.codes.get(ticket.household);
  const plots = found?.plots ?? [];
  $("weigh-who").textContent = found ? `${found.code} ${found.name}` : "";
  $("weigh-where").textContent = [found?.alias, found?.place].filter(Boolean).join(" · ");
  $("weigh-blocked").hidden = !found?.blocked;
  $("weigh-no-plot").hidden = !found || plots.length > 0;
  $("weigh-plots").replaceChildren(
    ...plots.map((plot, place) => {
      const item = fill("weigh-plot", { ...plot, key: place + 1, tags: plot.tags.join(" · ") });
      const [input] = item.getElementsByTagName("input");
      input.value = plot.code;
      input.checked = plot.code === ticket.plot;
      item.classList.toggle("is-only", plots.length === 1);
      return item;
    }),
  );
}

function pressedPlot(event) {
  const chosen = $("weigh-plots").querySelectorAll("input")[event.key - 1];
  if (!chosen && !["Enter", "Backspace"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Backspace") return void household.focus();
  // A scanner sends Enter right behind the last digit, which has led here already.
  if (performance.now() - pickedAt < 100 && !chosen) return;
  (chosen ?? event.target).click();
  grid.focus();
}

function showMode() {
  const { book, ticket } = desk;
  const flat = book.flatPrice(ticket);
  $("weigh-flat").hidden = ticket.mode !== "flat";
  form.elements.flat_price.placeholder = flat ? showDong(flat) : "";
  grid.cells.grade.disabled = ticket.mode !== "graded";
  if (book.ready) {
    const prices = book.sorted.map(({ code, name }) => [name, book.price(ticket, code)]);
    $("weigh-prices").replaceChildren(...prices.map(([grade, price]) => fill("weigh-price", { grade, price: price ? showCount(price) : "–" })));
  }
  grid.show();
}

function headerChanged({ target: { name, value } }) {
  if (!header.includes(form.elements[name])) return;
  desk.ticket[name] = value;
  desk.ticket.confirmed = "";
  if (name in desk.sticky) desk.sticky[name] = value;
  showMode();
}

function toggleFlat() {
  const { mode, flat_price: price } = form.elements;
  mode.value = mode.value === "flat" ? "graded" : "flat";
  headerChanged({ target: mode });
  (mode.value === "flat" ? price : desk.ticket.household ? grid : household).focus();
}

function showTotals() {
  const { ticket, book } = desk;
  const { net_g, amount_vnd, unpriced } = totals(ticket, book);
  const limit = book.scale.cash_limit_vnd;
  const notes = [];
  if (ticket.mode === "later") notes.push(say("priced_later"));
  else if (unpriced.size) notes.push(say("price_missing", { grades: [...unpriced].map((code) => book.grade(code)?.name).join(", ") }));
  if (amount_vnd >= limit) notes.push(say("cash_limit", { limit: showDong(limit) }));
  $("weigh-net").value = `${showKg(net_g)} kg`;
  $("weigh-amount").value = ticket.mode === "later" ? "–" : showDong(amount_vnd);
  $("weigh-note").textContent = notes.join(" ");
  if (book.ready) remember(draftKey, JSON.stringify({ ticket, pad: grid.load, editing: grid.editing }));
}

// A storage that is full costs the draft, never the ticket.
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* full */
  }
}

// --- saving

// What stops the ticket before it is sent, under the name of the field.
function stops() {
  const { ticket, book } = desk;
  const price = priceProblem(ticket);
  if (!book.codes.has(ticket.household)) return { household: [say("who_first")] };
  if (price) return { flat_price: [say(price, { typed: ticket.flat_price })] };
  const place = ticket.loads.findIndex((load) => weigh(load, ticket, book).wrong.length);
  return place < 0 ? null : { [`loads-${place}`]: sayAll(weigh(ticket.loads[place], ticket, book).wrong) };
}

async function finish() {
  if (sending || question || (!grid.isEmpty && !grid.add())) return;
  const { ticket } = desk;
  const stopped = stops();
  if (stopped) return complain(stopped);
  if (!ticket.loads.length) {
    tell(say("nothing_weighed"));
    return grid.focus();
  }
  const odd = offline && !ticket.confirmed ? doubts(ticket, desk.book, kept) : [];
  if (odd.length) return ask(sayAll(odd), confirmed);
  sending = true;
  picker.hold();
  const body = offline ? null : bodyOf(ticket);
  const told = body ? await post(address, body) : { kind: "lost" };
  sending = false;
  if (told.kind === "saved") return saved(told);
  if (told.kind === "lost" || told.kind === "signin") return keep(told.kind, body);
  picker.give(ticket.household);
  return told.kind === "confirm" ? ask(told.reasons, confirmed) : complain(told.errors);
}

function confirmed() {
  desk.ticket.confirmed = "1";
  finish();
}

function next(text, beeps = 1) {
  const ahead = household.value;
  begin();
  household.value = ahead;
  tell(text);
  household.focus();
  picker.release();
  beep(beeps);
}

function startOver() {
  begin();
  household.focus();
}

async function saved({ ticket, day: today }) {
  addRecent(ticket, today);
  offline = outside = false;
  const text = say("saved", { number: ticket.code, name: ticket.name, net: ticket.net });
  next([text, ...ticket.holds].join(" "), ticket.provisional ? 2 : 1);
  showState();
  if ($("weigh-print").checked && !(await printPage(ticket.slip_url))) alarm([say("no_slip")]);
}

// No answer: the ticket stays on this device until there is one. `body` may have arrived all the same.
async function keep(kind, body) {
  const { ticket, book } = desk;
  const { net_g } = totals(ticket, book);
  const first = kind === "lost" ? body : null;
  ticket.client_at ||= new Date().toISOString();
  if (!(await queue?.keep(ticket, { net_g, first }).catch(() => false))) {
    picker.give(ticket.household);
    return complain({ __all__: [say("queue_full")] });
  }
  outside = kind === "signin";
  offline = !outside;
  const loads = ticket.loads.map((load) => grid.shown(load));
  const { code, name, place } = book.codes.get(ticket.household);
  const at = new Date(ticket.client_at).toLocaleString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", timeStyle: "short", dateStyle: "short" });
  next(say("kept_here", { number: ticket.offline_no, net_g }));
  await showQueue();
  if ($("weigh-print").checked) await printHere({ number: ticket.offline_no, at, code, name, place, plot: ticket.plot, net: showKg(net_g) }, loads);
}

// --- beside the scale

function addRecent(ticket, today) {
  const list = $("weigh-recent");
  list.prepend(fill("weigh-recent-item", { ...ticket, number: String(ticket.number).padStart(3, "0"), tags: ticket.holds.join(" ") }));
  while (list.children.length > RECENT) list.lastElementChild.remove();
  for (const none of document.querySelectorAll("[data-none]")) none.hidden = true;
  stale = true;
  for (const place of document.querySelectorAll("[data-today]")) place.textContent = today[place.dataset.today];
}

async function showQueue() {
  if (queue) kept = await queue.all();
  $("weigh-kept").replaceChildren(
    ...kept.map((entry) => {
      const foreign = entry.user !== user;
      const name = desk.book.codes.get(entry.ticket.household)?.name ?? "";
      const reasons = (entry.reasons ?? []).join(" ");
      const state = say(foreign ? "kept_by_other" : `kept_${entry.state}`);
      const item = fill("weigh-kept-item", { number: entry.offline_no, code: entry.ticket.household, name, net: showKg(entry.net_g), state, reasons });
      item.dataset.state = entry.state;
      const [open, drop] = item.getElementsByTagName("button");
      open.hidden = entry.state === "twin" || (entry.state === "waiting" && Boolean(entry.first) && !foreign);
      open.addEventListener("click", () => reopen(entry));
      drop.hidden = entry.state !== "twin";
      drop.addEventListener("click", () => queue.remove(entry.token).then(showQueue));
      return item;
    }),
  );
  $("weigh-kept-box").hidden = !kept.length;
  showState();
}

function showState() {
  const state = outside ? "signed_out" : offline ? "offline" : "online";
  $("weigh-chip").dataset.state = state;
  $("weigh-chip").textContent = say(state) + (kept.length ? ` – ${say("kept_count", { n: kept.length })}` : "");
  $("weigh-login").hidden = !outside;
}

// Take a kept ticket back to the scale.
async function reopen(entry) {
  if (sending || desk.ticket.loads.length || !grid.isEmpty) return alarm([say("finish_first")]);
  // What stood in its way may have been put right on another page.
  await loadBook();
  const { ticket } = entry;
  const found = desk.book.codes.get(ticket.household);
  if (found && !found.plots.some(({ code }) => code === ticket.plot)) ticket.plot = usualPlot(found);
  begin(ticket);
  await queue.remove(entry.token);
  await showQueue();
  alarm(entry.reasons ?? []);
  return grid.focus();
}

function correctPrevious() {
  const newest = kept.filter((entry) => entry.state === "waiting" && entry.user === user).pop();
  const link = $("weigh-recent").querySelector("[data-href=correct_url]");
  if (newest?.first) alarm([say("correct_later")]);
  else if (newest) reopen(newest);
  else if (offline || !link) tell(say("nothing_to_correct"));
  else location.assign(`${link.href}?next=${location.pathname}`);
}

// --- the network

async function loadBook() {
  try {
    const got = await reach(bookAddress, { headers: { Accept: "application/json" } });
    outside = signedOut(got);
    if (!got.ok) return false;
    const told = await got.json();
    // The service worker marks what it had kept from before.
    offline = got.headers.has("X-Kept");
    bookAt = Date.now();
    if (told.version === desk.book.version) return false;
    // Somebody else signed in, in another tab: nothing more is sent from here, it would go under the wrong name.
    if (String(told.clerk) !== user) await new Promise(() => location.reload());
    desk.book = new Book(told);
  } catch {
    offline = true;
    return false;
  } finally {
    showState();
  }
  grid.offer();
  return true;
}

// Send what is kept, as far as the server answers.
async function flush() {
  if (!queue || !kept.some(({ state }) => state === "waiting")) return;
  const stopped = await queue.flush(address, async (told, entry) => {
    const facts = { old: entry.offline_no, number: told.ticket?.code };
    if (told.kind === "saved") {
      addRecent(told.ticket, told.day);
      tell(say("sent_late", facts));
    } else {
      alarm([say("needs_attention", facts)]);
      beep(2);
    }
    await showQueue();
  });
  if (stopped) {
    outside = stopped.kind === "signin";
    offline = !outside;
  }
  showState();
}

async function pulse() {
  if (sending) return;
  if (!desk.book.ready) return void ((await loadBook()) && location.reload());
  if (offline || Date.now() - bookAt > BOOK_AGE) {
    if (await loadBook()) showMode();
    const idle = !desk.ticket.household && grid.isEmpty;
    if (!offline && idle && desk.book.day.split("-").reverse().join("/") !== day) location.reload();
  }
  if (!offline) await flush();
  if (stale && !offline) {
    // The page that the service worker keeps should know today's tickets too.
    stale = false;
    await reach(address).catch(() => {});
  }
}

// --- keys

const keys = { F4: correctPrevious, F8: toggleFlat, F9: () => (question ? close(question) : finish()) };
const touch = {
  up: () => grid.up(),
  down: () => grid.down(),
  crates: () => grid.crates(),
  next: () => grid.isEmpty || grid.add(),
  clear: () => ask([say("clear_ask")], startOver),
  correct: correctPrevious,
  yes: () => close(question),
  no: () => close(() => grid.focus()),
};

const hear = () => (audio ??= window.AudioContext && new AudioContext());
addEventListener("pointerdown", hear);
addEventListener("keydown", (event) => {
  hear();
  if (question && event.key === "Escape") touch.no();
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
  event.preventDefault();
  if (!sending) keys[event.key]();
});
addEventListener("online", pulse);
addEventListener("offline", () => {
  offline = true;
  showState();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  finish();
});
form.addEventListener("input", headerChanged);
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !header.includes(event.target)) return;
  event.preventDefault();
  (desk.ticket.household ? grid : household).focus();
});
form.addEventListener("click", ({ target }) => touch[target.closest("[data-touch]")?.dataset.touch]?.());
// Buttons beside a weight leave the focus, and a phone's keyboard, where they are.
form.addEventListener("pointerdown", (event) => event.target.closest("[data-touch]") && event.preventDefault());
$("weigh-plots").addEventListener("keydown", pressedPlot);
$("weigh-plots").addEventListener("change", ({ target }) => {
  desk.ticket.plot = target.value;
  showTotals();
});

const print = $("weigh-print");
print.checked = (localStorage.getItem("coopsite-weigh-print") ?? String(!matchMedia("(pointer: coarse)").matches)) === "true";
print.addEventListener("change", () => remember("coopsite-weigh-print", print.checked));

async function start() {
  for (const plain of document.querySelectorAll("[data-plain]")) plain.remove();
  for (const fast of document.querySelectorAll("[data-fast]")) fast.hidden = false;
  const draft = JSON.parse(localStorage.getItem(draftKey));
  $("weigh-session").textContent = say(new Date().getHours() < 12 ? "morning" : "afternoon");
  begin();
  household.focus();
  await loadBook();
  if (!desk.book.ready) return alarm([say("no_book")]);
  if (draft?.ticket.household || draft?.ticket.loads.length) {
    begin(draft.ticket, draft.pad, draft.editing);
    tell(say("restored"));
    grid.focus();
  } else {
    showMode();
    if (household.value) picker.typed();
  }
  try {
    queue = await Queue.open(coop, user);
  } catch {
    return alarm([say("no_storage")]);
  }
  await showQueue();
  await flush();
  return navigator.serviceWorker?.register(worker).catch(() => {});
}

start();
setInterval(pulse, BEAT);
