// Prints slips while focus stays at the scale: the server's page in a hidden frame, or a provisional slip made here.

import { $, fill } from "./page.js";

let frame = null;

const loaded = (target) => new Promise((resolve) => target.addEventListener("load", resolve, { once: true }));

async function open(source) {
  frame?.remove();
  frame = Object.assign(document.createElement("iframe"), { className: "weigh-print", tabIndex: -1, ...source });
  frame.setAttribute("aria-hidden", "true");
  document.body.append(frame);
  await loaded(frame);
  return frame.contentDocument;
}

function print() {
  const { activeElement } = document;
  frame.contentWindow.print();
  if (document.activeElement !== activeElement) activeElement.focus();
}

// False when something else than the slip came, such as the sign-in page.
export async function printPage(address) {
  const page = await open({ src: address });
  if (page?.location.pathname !== address) return false;
  print();
  return true;
}

export async function printHere(facts, loads) {
  const page = await open({ srcdoc: "<!doctype html>" });
  const style = Object.assign(page.createElement("link"), { rel: "stylesheet", href: $("weigh-slip").dataset.stylesheet });
  const slip = fill("weigh-slip", facts);
  slip.querySelector("tbody").append(...loads.map((load) => fill("weigh-slip-load", load)));
  page.documentElement.lang = document.documentElement.lang;
  page.title = facts.number;
  page.head.append(style);
  page.body.append(slip);
  await loaded(style);
  // The stylesheet has pages of every 20 mm: a roll is cut where the slip ends.
  const millimetres = (slip.getBoundingClientRect().height * 25.4) / 96;
  slip.classList.add(`slip-${Math.min(Math.max(Math.ceil(millimetres / 20) * 20, 120), 600)}`);
  print();
}
