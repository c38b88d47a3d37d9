// Sends a file by tus 1.0 and does not give up: a broken connection, a server that restarts and a page that is loaded again all go on from the
// last byte that the server has. https://tus.io/protocols/resumable-upload
const FILES = '/api/v1/files';
const MEMORY = 'rushes-upload:';
const KEPT_MS = 24 * 3600 * 1000; // as long as the server waits for more bytes
const LONGEST_PAUSE_MS = 15_000;
const GIVE_UP = new Set([400, 401, 403, 413, 415, 422]);

const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** One file, size and wish is one upload, whatever happens to the page in between. */
function nameOf(file, wish) {
  return MEMORY + JSON.stringify([file.name, file.size, file.lastModified, wish]);
}

function remembered(name) {
  try {
    const { address, at } = JSON.parse(localStorage.getItem(name));
    return Date.now() - at < KEPT_MS ? address : null;
  } catch { return null; }
}

function remember(name, address) {
  try { localStorage.setItem(name, JSON.stringify({ address, at: Date.now() })); } catch { /* a full or forbidden memory costs only the resuming after a reload */ }
}

/** Uploads that were begun here and not ended: name and size of the file, and how to forget it. */
export function unfinished() {
  const found = [];
  for (const name of Object.keys(localStorage).filter((its) => its.startsWith(MEMORY))) {
    if (!remembered(name)) localStorage.removeItem(name);
    else {
      const [filename, size] = JSON.parse(name.slice(MEMORY.length));
      found.push({ filename, size, forget: () => localStorage.removeItem(name) });
    }
  }
  return found;
}

class Refused extends Error {}
class Stopped extends Error {}

/**
 * @param file what is sent
 * @param wish metadata: recipe and options
 * @param tell headers(): who we are; progress(bytes): how much the server will have had; pausing(text): why nothing moves
 * @returns {{job: Promise<string>, stop: () => void}} the address of the job; it is rejected with a sentence, or with nothing if it was stopped
 */
export function upload(file, wish, tell) {
  const name = nameOf(file, wish);
  const ending = new AbortController();
  let address = remembered(name);
  let request = null;

  function exchange(method, path, fields, body) {
    return new Promise((resolve, reject) => {
      request = new XMLHttpRequest();
      request.open(method, path);
      for (const [field, value] of Object.entries({ 'Tus-Resumable': '1.0.0', ...tell.headers(), ...fields })) request.setRequestHeader(field, value);
      const from = Number(fields?.['Upload-Offset'] ?? 0);
      if (method === 'PATCH') request.upload.onprogress = (event) => tell.progress(from + event.loaded);
      const answer = request;
      request.onload = () => resolve(answer);
      request.onerror = () => reject(new Error('The server does not answer.'));
      request.onabort = () => reject(new Stopped());
      request.send(body);
      if (ending.signal.aborted) request.abort();
    });
  }

  function checked(answer, ...good) {
    if (good.includes(answer.status)) return answer;
    let said = {};
    try { said = JSON.parse(answer.responseText); } catch { /* an answer to HEAD has no body */ }
    const text = said.detail ?? `The server answered ${answer.status}.`;
    throw GIVE_UP.has(answer.status) ? new Refused(text) : Object.assign(new Error(text), { status: answer.status });
  }

  async function begin() {
    const metadata = Object.entries({ ...wish, filename: file.name }).map(([field, value]) => `${field} ${encoded(value)}`).join(',');
    const answer = checked(await exchange('POST', FILES, { 'Upload-Length': String(file.size), 'Upload-Metadata': metadata }), 201);
    address = new URL(answer.getResponseHeader('Location'), location.href).pathname;
    remember(name, address);
    return 0;
  }

  /** Where to go on. Begins if there is nothing to go on from. */
  async function offset() {
    if (!address) return begin();
    const answer = await exchange('HEAD', address);
    if (answer.status === 404 || answer.status === 410) return begin();
    checked(answer, 200, 204);
    return answer.getResponseHeader('Job-Location') ?? Number(answer.getResponseHeader('Upload-Offset'));
  }

  async function attempt() {
    const from = await offset();
    if (typeof from === 'string') return from;
    tell.progress(from);
    const answer = checked(await exchange('PATCH', address, { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' }, file.slice(from)), 204, 200);
    return answer.getResponseHeader('Job-Location') ?? Promise.reject(new Error('The server did not say where the job is.'));
  }

  /** Until the time is up, the network is back, or there is no more reason to wait. */
  function pause(milliseconds) {
    return new Promise((resolve) => {
      const over = () => { clearTimeout(timer); removeEventListener('online', over); resolve(); };
      const timer = setTimeout(over, milliseconds);
      addEventListener('online', over);
      ending.signal.addEventListener('abort', over);
    });
  }

  async function persist() {
    for (let breaks = 0; ; breaks += 1) {
      const standing = address;
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof Stopped || error instanceof Refused || ending.signal.aborted) throw error;
        if (address !== standing) breaks = 0;
        tell.pausing(error.message);
        await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** breaks) * (0.5 + Math.random() / 2));
        if (ending.signal.aborted) throw new Stopped();
      }
    }
  }

  const job = persist().then((its) => {
    localStorage.removeItem(name);
    return its.split('/').pop();
  }).catch((error) => {
    if (!(error instanceof Stopped)) throw error;
    localStorage.removeItem(name);
    if (address) fetch(address, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0', ...tell.headers() } }).catch(() => {});
    return null;
  });
  return { job, stop: () => { ending.abort(); request?.abort(); } };
}
