// Prints slips while focus stays at the scale: the server's page in a hidden frame, or a provisional slip made here.

let frame = null;

function freshFrame() {
  frame?.remove();
  frame = document.createElement("iframe");
  frame.className = "weigh-print";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  return frame;
}

const loaded = (target) =>
  new Promise((resolve) => {
    target.addEventListener("load", () => resolve(true), { once: true });
    target.addEventListener("error", () => resolve(false), { once: true });
  });

// Print the server's slip page; false when something else came instead, such as the sign-in page.
export async function printPage(address) {
  const own = freshFrame();
  own.src = address;
  const ready = loaded(own);
  document.body.append(own);
  await ready;
  if (own.contentDocument?.location.pathname !== new URL(address, location.href).pathname) return false;
  own.contentWindow.print();
  return true;
}

// Print a slip filled in from <template>: facts go where data-slip names them, rows clone the nested <template>.
export async function printHere(template, facts, rows) {
  const own = freshFrame();
  own.srcdoc = "<!doctype html>";
  const ready = loaded(own);
  document.body.append(own);
  await ready;
  const page = own.contentDocument;
  page.documentElement.lang = document.documentElement.lang;
  page.title = facts.number;
  const style = page.createElement("link");
  style.rel = "stylesheet";
  style.href = template.dataset.stylesheet;
  const styled = loaded(style);
  page.head.append(style);
  page.body.className = "slip";
  page.body.append(fill(template.content.cloneNode(true), facts));
  const pattern = page.querySelector("template");
  for (const row of rows) pattern.before(fill(pattern.content.cloneNode(true), row));
  if (await styled) {
    // A roll has no page height: the slip is as long as what stands on it.
    const millimetres = Math.ceil((page.documentElement.scrollHeight * 25.4) / 96) + 6;
    style.sheet.insertRule(`@page { size: 80mm ${millimetres}mm; margin: 0; }`);
  }
  own.contentWindow.print();
}

function fill(fragment, facts) {
  for (const place of fragment.querySelectorAll("[data-slip]")) place.textContent = facts[place.dataset.slip] ?? "";
  return fragment;
}
