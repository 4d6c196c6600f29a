// Sending tickets: what an answer of the server means, and the tickets kept on this device until there is one.

import { say } from "./page.js";
import { bodyOf, uuid } from "./ticket.js";

const PATIENCE = 12_000;
const LIMIT = 200;
const CSRF = "input[name=csrfmiddlewaretoken]";

export async function reach(address, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(address, { redirect: "manual", cache: "no-cache", signal: stop.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
}

export const signedOut = (answer) => answer.type === "opaqueredirect" || answer.status === 401;

// Another sign-in, elsewhere in this browser, makes the page's CSRF token worthless: take a new one from the server.
async function renewed(address) {
  const answer = await reach(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const field of document.querySelectorAll(CSRF)) field.value = page.querySelector(CSRF)?.value ?? field.value;
  return answer;
}

// {kind: saved, ticket, day} | {kind: confirm | refused | twin, reasons, errors} | {kind: signin | lost}
export async function post(address, body, mayRenew = true) {
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector(CSRF).value };
    const answer = await reach(address, { method: "POST", headers, body: new URLSearchParams(body) });
    const { status } = answer;
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    const isStale = status === 403 && !isJson && mayRenew;
    if (signedOut(isStale ? await renewed(address) : answer)) return { kind: "signin" };
    if (isStale) return post(address, body, false);
    if ([502, 503, 504].includes(status) || (answer.ok && !isJson)) return { kind: "lost" };
    const told = isJson ? await answer.json() : {};
    if (status === 201) return { kind: "saved", ...told };
    const errors = told.errors ?? { __all__: told.confirm?.map(({ text }) => text) ?? [say("not_taken", { status })] };
    const kind = told.confirm ? "confirm" : status === 409 ? "twin" : "refused";
    return { kind, errors, reasons: [...new Set(Object.values(errors).flat())] };
  } catch (problem) {
    // No network, no answer in time, or an answer cut off.
    if (["TypeError", "AbortError", "SyntaxError"].includes(problem.name)) return { kind: "lost" };
    throw problem;
  }
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Entries: {token, coop, user, at, offline_no, state: waiting | refused | twin, ticket, net_g, body, first, reasons}.
// `first` is the body of a sending whose answer got lost: the server may know the token with that body.
export class Queue {
  static async open(coop, user) {
    const request = indexedDB.open("coopsite-weigh", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept", { keyPath: "token" });
      request.result.createObjectStore("numbers");
    };
    return Object.assign(new Queue(), { database: await done(request), coop, user });
  }

  // Strict: on the disk before it counts as kept, for the power fails where the network does.
  async write(work) {
    const transaction = this.database.transaction(["kept", "numbers"], "readwrite", { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    await work(transaction.objectStore("kept"), transaction.objectStore("numbers"));
    await finished;
  }

  async all() {
    const entries = await done(this.database.transaction("kept").objectStore("kept").getAll());
    return entries.filter(({ coop }) => coop === this.coop).sort((a, b) => a.at - b.at);
  }

  put(entry) {
    return this.write((kept) => kept.put(entry));
  }

  remove(token) {
    return this.write((kept) => kept.delete(token));
  }

  // Keep a ticket, under the next offline number of this device if it has none; false when the queue is full.
  async keep(ticket, facts) {
    let roomy = true;
    await this.write(async (kept, numbers) => {
      if (!ticket.offline_no) {
        if ((await done(kept.count())) >= LIMIT) return void (roomy = false);
        const own = (await done(numbers.get(this.coop))) || { device: uuid().slice(0, 4).toUpperCase(), last: 0 };
        own.last += 1;
        numbers.put(own, this.coop);
        ticket.offline_no = `CAN-B${own.device}-${String(own.last).padStart(3, "0")}`;
      }
      const { token, offline_no } = ticket;
      kept.put({ at: Date.now(), ...facts, token, offline_no, ticket, body: bodyOf(ticket), coop: this.coop, user: this.user, state: "waiting" });
    });
    return roomy;
  }

  // Send what waits, the oldest first, while the server answers; other tabs of this browser stay out meanwhile.
  // told(answer, entry) hears of each ticket that was settled. Returns the answer that stopped it, or undefined.
  flush(address, told) {
    const work = async () => {
      for (const entry of await this.all()) {
        if (entry.state !== "waiting" || entry.user !== this.user) continue;
        const answer = await this.deliver(address, entry);
        if (answer.kind === "lost" || answer.kind === "signin") return answer;
        if (answer.kind === "saved") await this.remove(entry.token);
        else await this.put({ ...entry, state: answer.kind === "twin" ? "twin" : "refused", reasons: answer.reasons });
        await told(answer, entry);
      }
    };
    return navigator.locks ? navigator.locks.request("coopsite-weigh", work) : work();
  }

  async deliver(address, entry) {
    let answer = await post(address, entry.body);
    if (answer.kind === "confirm") {
      // The fruit was taken and the slip handed over: what was odd is noted with the ticket, not asked.
      entry.body.confirmed = "1";
      await this.put(entry);
      answer = await post(address, entry.body);
    }
    return answer.kind === "twin" && entry.first ? post(address, entry.first) : answer;
  }
}

