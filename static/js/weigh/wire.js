// Talking to the server: what each of its answers means for a ticket, and a fresh CSRF token when the page is old.

const PATIENCE = 12_000;
const AWAY = [502, 503, 504];

export async function timedFetch(address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(address, { credentials: "same-origin", redirect: "manual", signal: stop.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
}

const csrfFields = (page) => page.querySelectorAll("input[name=csrfmiddlewaretoken]");

async function renewCsrf(address) {
  const answer = await timedFetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = csrfFields(page)[0];
  if (!fresh) return false;
  for (const field of csrfFields(document)) field.value = fresh.value;
  return true;
}

async function once(address, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfFields(document)[0].value };
  return timedFetch(address, { method: "POST", headers, body: new URLSearchParams(body) });
}

// saved {ticket, day} | confirm {doubts} | refused {errors} | twin {reasons} | signin {login} | broken {reasons} | lost
export async function post(address, body, words) {
  try {
    let answer = await once(address, body);
    if (answer.status === 403 && !isJson(answer) && (await renewCsrf(address))) answer = await once(address, body);
    return await meaning(answer, words);
  } catch (problem) {
    // TypeError: no network. AbortError: no answer in time. SyntaxError: an answer cut off, or somebody else's.
    if (["TypeError", "AbortError", "SyntaxError"].includes(problem.name)) return { kind: "lost" };
    throw problem;
  }
}

const isJson = (answer) => (answer.headers.get("Content-Type") || "").includes("json");

async function meaning(answer, words) {
  if (answer.type === "opaqueredirect" || (answer.status === 401 && !isJson(answer))) return { kind: "signin", login: "" };
  if (AWAY.includes(answer.status) || (answer.ok && !isJson(answer))) return { kind: "lost" };
  if (!isJson(answer)) {
    const said = answer.status < 500 ? words.notAllowed : words.broken;
    const reasons = [said.replace("{status}", answer.status)];
    return answer.status < 500 ? { kind: "refused", errors: { __all__: reasons }, reasons } : { kind: "broken", reasons };
  }
  const told = await answer.json();
  if (answer.status === 201) return { kind: "saved", ...told };
  if (answer.status === 200) return { kind: "confirm", doubts: told.confirm, reasons: told.confirm.map((doubt) => doubt.text) };
  if (answer.status === 401) return { kind: "signin", login: told.login };
  const errors = told.errors || { __all__: [words.notAllowed.replace("{status}", answer.status)] };
  const reasons = [...new Set(Object.values(errors).flat())];
  return { kind: answer.status === 409 ? "twin" : "refused", errors, reasons };
}
