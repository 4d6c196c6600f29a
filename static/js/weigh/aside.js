// What stands beside the scale: totals of the ticket and of the day, the last tickets, and those kept on this device.

import { showDong, showKg } from "./numbers.js";
import { totals } from "./ticket.js";

const RECENT = 6;
const $ = (id) => document.getElementById(id);

function fill(template, facts) {
  const item = $(template).content.firstElementChild.cloneNode(true);
  for (const place of item.querySelectorAll("[data-fact]")) place.textContent = facts[place.dataset.fact] ?? "";
  for (const link of item.querySelectorAll("[data-link]")) link.href = facts[link.dataset.link];
  return item;
}

export function showTotals(desk) {
  const { ticket, book } = desk;
  const sum = totals(ticket, book);
  $("weigh-net").value = `${showKg(sum.net_g)} kg`;
  $("weigh-amount").value = ticket.mode === "later" ? "" : showDong(sum.amount_vnd);
  const names = sum.unpriced.map((code) => book.grade(code)?.name || desk.words[ticket.mode]).join(", ");
  const notes = [];
  if (ticket.mode === "later") notes.push(desk.say("priced_later"));
  else if (sum.unpriced.length) notes.push(desk.say("price_missing", { grades: names }));
  const limit = book.scale.cash_limit_vnd;
  if (sum.amount_vnd >= limit) notes.push(desk.say("cash_limit", { limit: showDong(limit) }));
  $("weigh-note").textContent = notes.join(" ");
}

export function showDay(day) {
  for (const [name, value] of Object.entries(day)) {
    const place = document.querySelector(`[data-day="${name}"]`);
    if (place) place.textContent = value;
  }
}

export function addRecent(ticket, words) {
  const list = $("weigh-recent");
  const tags = [ticket.provisional ? words.provisional : "", ...ticket.holds].filter(Boolean).join(" · ");
  for (const old of list.children) if (old.dataset.code === ticket.code) old.remove();
  const item = fill("weigh-recent-item", { ...ticket, tags });
  item.dataset.code = ticket.code;
  list.prepend(item);
  while (list.children.length > RECENT) list.lastElementChild.remove();
  $("weigh-none").hidden = true;
}

export const newestCorrection = () => $("weigh-recent").querySelector("[data-link=correct_url]")?.href;

// Tickets on this device; those that need a person come with their reasons and the button that opens them.
export function showKept(entries, user, desk) {
  const list = $("weigh-kept");
  const items = entries.map((entry) => {
    const foreign = entry.user !== user;
    const household = desk.book.byCode.get(entry.ticket.household);
    const item = fill("weigh-kept-item", {
      number: entry.offline_no,
      household: [entry.ticket.household, household?.name].filter(Boolean).join(" "),
      net: `${showKg(entry.net_g)} kg`,
      state: desk.words[foreign ? "keptByOther" : `kept${entry.state[0].toUpperCase()}${entry.state.slice(1)}`],
      reasons: (entry.reasons || []).join(" "),
    });
    item.dataset.token = entry.token;
    item.dataset.state = entry.state;
    item.classList.toggle("needs-attention", entry.state === "refused" || entry.state === "twin" || foreign);
    item.querySelector("[data-do=open]").hidden = entry.state === "open" || (entry.state === "waiting" && Boolean(entry.first) && !foreign);
    item.querySelector("[data-do=drop]").hidden = entry.state !== "twin";
    return item;
  });
  list.replaceChildren(...items);
  $("weigh-kept-box").hidden = !items.length;
}
