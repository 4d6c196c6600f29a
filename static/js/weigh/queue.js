// Tickets kept on this device until the server has them: in IndexedDB, sent once each, in order, with their own tokens.

export const LIMIT = 200;
const TRIES = 3;
const LETTERS = "ABCDEFGHKMNPRSTUVWXYZ23456789";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function openDatabase() {
  const request = indexedDB.open("coopsite-weigh", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("kept", { keyPath: "token" });
    request.result.createObjectStore("facts");
  };
  return done(request);
}

export class Full extends Error {}

// Entries: {token, coop, user, at, offline_no, state: waiting|open|refused|twin, ticket, body, first, reasons, tries}.
// `first` is the body of an earlier sending whose answer got lost: the server may have it already.
export class Queue {
  constructor(database, coop, user) {
    Object.assign(this, { database, coop, user, running: false });
  }

  static async open(coop, user) {
    return new Queue(await openDatabase(), coop, user);
  }

  // Strict: written to the disk before it counts as kept, for power fails where networks fail.
  store(mode) {
    const transaction = this.database.transaction(["kept", "facts"], mode, { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    return { kept: transaction.objectStore("kept"), facts: transaction.objectStore("facts"), finished };
  }

  async all() {
    const entries = await done(this.store("readonly").kept.getAll());
    return entries.filter((entry) => entry.coop === this.coop).sort((a, b) => a.at - b.at);
  }

  // Keep an entry; a new one gets the next offline number of this device. Throws Full at LIMIT tickets.
  async keep(entry, bodyOf) {
    const { kept, facts, finished } = this.store("readwrite");
    if (!entry.offline_no) {
      if ((await done(kept.count())) >= LIMIT) throw new Full();
      const key = `numbers ${this.coop}`;
      const numbers = (await done(facts.get(key))) || { device: deviceName(), last: 0 };
      numbers.last += 1;
      facts.put(numbers, key);
      entry.offline_no = entry.ticket.offline_no = `CAN-B${numbers.device}-${String(numbers.last).padStart(3, "0")}`;
    }
    entry.body = bodyOf(entry.ticket);
    kept.put({ ...entry, coop: this.coop, user: this.user });
    await finished;
    return entry;
  }

  async put(entry) {
    const { kept, finished } = this.store("readwrite");
    kept.put(entry);
    await finished;
  }

  async remove(token) {
    const { kept, finished } = this.store("readwrite");
    kept.delete(token);
    await finished;
  }

  // Send what waits, the oldest first, as long as the server answers. `post(body)` is wire.post; `told(answer, entry)`
  // hears of each ticket that left the queue or needs attention. Returns the answer that stopped it, or null.
  async flush(post, told) {
    if (this.running) return null;
    this.running = true;
    try {
      const work = () => this.sendAll(post, told);
      return navigator.locks ? await navigator.locks.request(`coopsite-weigh ${this.coop}`, work) : await work();
    } finally {
      this.running = false;
    }
  }

  async sendAll(post, told) {
    for (const entry of await this.all()) {
      if (entry.state !== "waiting" || entry.user !== this.user) continue;
      const answer = await this.deliver(entry, post);
      if (answer.kind === "lost" || answer.kind === "signin") return answer;
      if (answer.kind === "saved") {
        await this.remove(entry.token);
      } else if (answer.kind === "broken" && (entry.tries || 0) + 1 < TRIES) {
        await this.put({ ...entry, tries: (entry.tries || 0) + 1 });
        continue;
      } else {
        await this.put({ ...entry, state: answer.kind === "twin" ? "twin" : "refused", reasons: answer.reasons });
      }
      await told(answer, entry);
    }
    return null;
  }

  async deliver(entry, post) {
    let answer = await post(entry.body);
    if (answer.kind === "confirm") {
      // The fruit was taken and the slip handed over: what was odd is noted with the ticket, not asked for again.
      entry.ticket.confirmed = "1";
      entry.body = { ...entry.body, confirmed: "1" };
      await this.put(entry);
      answer = await post(entry.body);
    }
    if (answer.kind === "twin" && entry.first) answer = await post(entry.first);
    return answer;
  }
}

function deviceName() {
  const bytes = crypto.getRandomValues(new Uint8Array(3));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
}
