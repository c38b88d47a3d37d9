// The page: send footage, watch the stages, play the film. Everything from the server is shown as text, never as markup.
import { unfinished, upload } from './assets/upload.js';

const API = '/api/v1';
const STATES = { REQUESTED: 'Waiting', RUNNING: 'Working', COMPLETED: 'Ready', FAILED: 'Failed', CANCELLED: 'Cancelled' };
const STAGES = { upload: 'Check', split: 'Split', analysis: 'Watch', timeline: 'Choose', render: 'Cut' };
const MARKS = { WAITING: '○', ACTIVE: '◐', RETRYING: '↻', FINISHED: '✓', FAILED: '✕', STOPPED: '■' };
const byId = (id) => document.getElementById(id);

let shown = null; // id of the job that is shown
let stream = null;
let sending = null;
let ordering = false;
let key = sessionStorage.getItem('rushes-key');
let guarded = false; // whether this installation asks who we are

function show(id, visible) { byId(id).hidden = !visible; }

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function notice(text) {
  byId('notice').textContent = text ?? '';
  show('notice', Boolean(text));
}

function headers() {
  return key ? { Accept: 'application/json', Authorization: `Bearer ${key}` } : { Accept: 'application/json' };
}

async function ask(path, options) {
  const response = await fetch(path, { headers: headers(), ...options }).catch(() => null);
  if (!response) throw new Error('The server does not answer. Is it still running?');
  if (response.status === 401 && guarded) leave('Sign in again: this key is not good any more.');
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail ?? `The server answered ${response.status}.`);
  return body;
}

function bytes(count) {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const value = count / 1000 ** step;
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step]}`;
}

function span(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// Sending

function wish() {
  const film = { format: byId('format').value, maxHeight: byId('height').value };
  const recipe = byId('recipe').value;
  const analyzer = byId('analyzer').value;
  return {
    recipe, duration: byId('duration').value, ...(recipe === 'highlights' ? film : {}), ...(analyzer === 'local' ? {} : { analyzer }),
  };
}

async function send(file) {
  if (sending || !file) return;
  notice();
  closeStream();
  if (file.size === 0) return notice('This file is empty. Choose another one.');
  shown = null;
  clearJob(file.name);
  badge('REQUESTED', 'Uploading');
  show('uploading', true);
  show('cancel', true);
  let began = null;
  uploadStanding(0, file.size);
  sending = upload(file, wish(), {
    headers: () => (key ? { Authorization: `Bearer ${key}` } : {}),
    progress: (done) => {
      began ??= { done, at: performance.now() };
      const seconds = (performance.now() - began.at) / 1000;
      uploadStanding(done, file.size, seconds > 1 ? (done - began.done) / seconds : 0);
    },
    pausing: (why) => {
      began = null;
      byId('upload-text').textContent = `${why} The upload goes on by itself as soon as it can; what has arrived is kept.`;
    },
  });
  try {
    const job = await sending.job;
    ended(job === null ? 'The upload was stopped.' : '');
    if (job) {
      watch(job);
      refresh();
    }
  } catch (error) {
    ended(error.message);
  }
}

function uploadStanding(done, total, speed = 0) {
  byId('upload-bar').value = Math.min(100, Math.floor((done / total) * 100));
  const left = speed > 0 && done < total ? `, about ${span((total - done) / speed)} left` : '';
  byId('upload-text').textContent = `Step 1 of 2, uploading: ${bytes(done)} of ${bytes(total)}${left}`;
}

function ended(text) {
  sending = null;
  byId('file').value = '';
  if (text) show('job', false);
  showUnfinished();
  notice(text);
}

function showUnfinished() {
  const all = unfinished();
  show('unfinished', all.length > 0 && !sending);
  byId('unfinished').replaceChildren(...all.map(({ filename, size, forget }) => {
    const line = element('li', '', `The upload of ${filename} (${bytes(size)}) broke off. Choose the same file and options to go on where it was. `);
    const button = element('button', 'plain', 'Forget it');
    button.type = 'button';
    button.addEventListener('click', () => { forget(); showUnfinished(); });
    line.append(button);
    return line;
  }));
}

// A second click while the first one is under way must not buy a second film.
async function order(wanted, name, input) {
  if (sending || ordering) return;
  ordering = true;
  notice();
  try {
    const job = await ask(`${API}/jobs`, {
      method: 'POST',
      headers: { ...headers(), 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()) },
      body: JSON.stringify(wanted),
    });
    byId(input).value = '';
    clearJob(name);
    watch(job.id);
    refresh();
  } catch (error) { notice(error.message); }
  ordering = false;
}

function sendAddress(address) {
  const { recipe, duration, format, maxHeight, analyzer } = wish();
  const options = { duration, ...(format && { format, maxHeight: Number(maxHeight) }), ...(analyzer && { analyzer }) };
  order({ recipe, source: { url: address }, options }, address, 'address');
}

function sendPrompt(text) {
  const options = { format: byId('format').value, maxHeight: Number(byId('height').value) };
  order({ recipe: 'generate', source: { prompt: { text } }, options }, text.slice(0, 80), 'prompt');
}

// Watching

function closeStream() {
  stream?.close();
  stream = null;
}

function watch(id) {
  closeStream();
  shown = id;
  history.replaceState(null, '', `#${id}`);
  if (guarded) openWithToken(id);
  else follow(id, `${API}/jobs/${id}/events`);
}

// A stream can't send a header, so a token in its address says who asks. It is good for a short while: whoever comes back later gets a new one.
async function openWithToken(id) {
  try {
    const { href } = await ask(`${API}/jobs/${id}/events/token`, { method: 'POST' });
    if (shown === id) follow(id, href);
  } catch (error) { notice(error.message); }
}

function follow(id, address) {
  stream = new EventSource(address);
  const job = (event) => { if (shown === id) showJob(JSON.parse(event.data)); };
  stream.addEventListener('snapshot', job);
  stream.addEventListener('progress', (event) => {
    if (shown !== id) return;
    const standing = JSON.parse(event.data);
    badge(standing.state);
    showProgress(standing.progress, standing.state);
  });
  stream.addEventListener('end', (event) => {
    closeStream();
    job(event);
    refresh();
  });
  stream.onerror = () => {
    if (stream?.readyState === EventSource.CLOSED) comeBack(id);
  };
}

// The server said no: the run is over, or the token is.
async function comeBack(id) {
  closeStream();
  try {
    const job = await ask(`${API}/jobs/${id}`);
    if (shown !== id) return;
    showJob(job);
    if (guarded && !isOver(job)) setTimeout(() => { if (shown === id && !stream && key) openWithToken(id); }, 1000);
  } catch (error) { notice(error.message); }
}

function isOver(job) { return ['COMPLETED', 'FAILED', 'CANCELLED'].includes(job.state); }

function clearJob(title) {
  show('job', true);
  byId('job-title').textContent = title;
  byId('results').replaceChildren();
  byId('stages').replaceChildren();
  byId('warnings').replaceChildren();
  for (const id of ['uploading', 'processing', 'failure', 'expires', 'warnings', 'cancel', 'retry']) show(id, false);
}

function badge(state, text) {
  byId('state').textContent = text ?? STATES[state] ?? state;
  byId('state').className = `badge ${state}`;
}

function showJob(job) {
  const over = isOver(job);
  clearJob(job.title ?? job.filename ?? 'Your film');
  badge(job.state);
  show('processing', job.state !== 'COMPLETED');
  showProgress(job.progress, job.state);
  show('cancel', !over);
  const again = job.state === 'CANCELLED' || (job.state === 'FAILED' && job.failure?.kind !== 'INPUT'); // the same footage fails again
  show('retry', again && !isPast(job.expires?.outputs));
  show('failure', Boolean(job.failure));
  if (job.failure) {
    byId('failure-message').textContent = job.failure.message;
    byId('failure-hint').textContent = job.failure.hint ?? '';
    byId('failure-code').textContent = [job.failure.stage && `In ${job.failure.stage}`, job.failure.code].filter(Boolean).join(' · ');
  }
  show('warnings', job.warnings?.length > 0);
  byId('warnings').replaceChildren(...(job.warnings ?? []).map((text) => element('li', '', text)));
  show('expires', Boolean(job.expires));
  if (job.expires) byId('expires').textContent = kept(job.expires);
  if (job.state === 'COMPLETED' && !isPast(job.expires?.outputs)) showFilms(job);
}

function isPast(moment) { return Boolean(moment) && new Date(moment) <= new Date(); }

function kept(expires) {
  const day = (moment) => new Date(moment).toLocaleDateString(undefined, { dateStyle: 'long' });
  const job = `The job is listed until ${day(expires.job)}.`;
  return isPast(expires.outputs) ? `Footage and films were kept until ${day(expires.outputs)} and have been removed. ${job}`
    : `Footage and films are kept until ${day(expires.outputs)}. ${job}`;
}

function showProgress(progress, state) {
  const left = progress.etaSeconds ? `, about ${span(progress.etaSeconds)} left` : '';
  const words = { REQUESTED: 'Step 2 of 2: waiting for a free worker', RUNNING: `Step 2 of 2, making the film: ${Math.floor(progress.overall)} %${left}` };
  byId('overall-text').textContent = words[state] ?? '';
  byId('overall-bar').value = progress.overall;
  byId('stages').replaceChildren(...progress.stages.map(stageLine));
}

function stageLine(stage) {
  const line = element('li', stage.state);
  const bar = element('progress');
  bar.max = 100;
  bar.value = stage.percent;
  bar.setAttribute('aria-label', `${STAGES[stage.name] ?? stage.name}: ${stage.state.toLowerCase()}`);
  line.append(element('span', 'mark', MARKS[stage.state] ?? '○'), element('span', '', STAGES[stage.name] ?? stage.name), bar,
    element('span', 'percent', stage.state === 'WAITING' ? '' : `${Math.floor(stage.percent)} %`));
  const detail = [
    stage.unitsTotal > 1 && stage.state !== 'WAITING' && stage.state !== 'FINISHED' && `${stage.unitsDone} of ${stage.unitsTotal} chunks`,
    stage.unitsTotal > 1 && stage.state === 'FINISHED' && `${stage.unitsTotal} chunks`,
    stage.attempt > 1 && stage.state !== 'FINISHED' && `try ${stage.attempt}`,
    stage.state === 'STOPPED' && 'stopped',
    stage.state !== 'FINISHED' && stage.message,
  ].filter(Boolean).join(' · ');
  if (detail) line.append(element('span', 'detail', detail));
  return line;
}

async function showFilms(job) {
  try {
    const { outputs, documents } = await ask(`${API}/jobs/${job.id}/outputs`);
    const results = outputs.length ? outputs.map(film) : [cut(job)];
    if (documents.length) results.push(papers(documents));
    if (shown === job.id) byId('results').replaceChildren(...results);
  } catch (error) { notice(error.message); }
}

function film(output) {
  const box = element('div', 'film');
  const picture = element(output.format === 'gif' ? 'img' : 'video');
  picture.src = output.href;
  if (output.format === 'gif') picture.alt = output.filename;
  else Object.assign(picture, { controls: true, preload: 'metadata', playsInline: true });
  const facts = element('p');
  const save = element('a', 'button', 'Download');
  save.href = output.download;
  facts.append(element('span', '', `${output.width} × ${output.height}, ${output.duration.toFixed(1)} s, ${bytes(output.size)}`), save);
  box.append(picture, facts);
  return box;
}

function papers(documents) {
  const box = element('p', '', 'About the footage: ');
  documents.forEach((document, i) => {
    const link = element('a', '', `${document.name} (${document.format})`);
    link.href = document.download;
    box.append(i ? ', ' : '', link);
  });
  return box;
}

function cut(job) {
  const box = element('p', '', job.timeline ? `${job.timeline.clips} clips, ${job.timeline.duration.toFixed(1)} s. ` : '');
  const link = element('a', '', 'Open the timeline');
  link.href = `${API}/jobs/${job.id}/timeline`;
  if (guarded) {
    link.addEventListener('click', async (event) => {
      event.preventDefault();
      try { save(JSON.stringify(await ask(link.href), null, 2), 'timeline.json'); } catch (error) { notice(error.message); }
    });
  }
  box.append(link);
  return box;
}

function save(text, name) {
  const link = element('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Who we are

async function enter() {
  const response = await fetch(`${API}/access`, { headers: headers() }).catch(() => null);
  if (!response) return gate('The server does not answer. Is it still running?');
  const who = await response.json().catch(() => ({}));
  if (response.status === 401) {
    guarded = true;
    return leave(who.code === 'CREDENTIAL_INVALID' ? 'This is no key of this server. Check that all of it was copied.' : who.detail);
  }
  if (!response.ok) return gate(who.detail ?? `The server answered ${response.status}.`);
  guarded = who.mode !== 'none';
  if (!guarded) return open();
  byId('key-label').textContent = who.mode === 'jwt' ? 'Your access token' : 'Your key';
  byId('key-hint').textContent = who.mode === 'jwt'
    ? 'From your identity provider. It is kept until you close this tab, and nowhere else.'
    : 'It begins with rsk_. It is kept until you close this tab, and nowhere else.';
  if (!who.tenant) return gate();
  if (!who.scopes?.includes('user:read')) return leave('This key is for operators. The page needs one with the scope user.');
  sessionStorage.setItem('rushes-key', key);
  byId('tenant').textContent = `Signed in for ${who.tenant}`;
  show('who', true);
  open();
}

function gate(text) {
  show('desk', false);
  show('who', false);
  show('gate', true);
  byId('gate-notice').textContent = text ?? '';
  show('gate-notice', Boolean(text));
  byId('key').focus();
}

function leave(text) {
  closeStream();
  sending?.stop();
  shown = null;
  key = null;
  sessionStorage.removeItem('rushes-key');
  show('job', false);
  byId('recent').replaceChildren();
  notice();
  gate(text);
}

function open() {
  show('gate', false);
  show('desk', true);
  byId('curl').textContent = `curl ${guarded ? "-H 'Authorization: Bearer rsk_…' " : ''}-T film.mp4 '${location.origin}${API}/uploads?filename=film.mp4'`;
  showUnfinished();
  refresh();
  if (/^#[0-9a-f-]{36}$/.test(location.hash)) watch(location.hash.slice(1));
}

// Recent jobs

async function refresh() {
  try {
    const { jobs } = await ask(`${API}/jobs?limit=10`);
    show('empty', jobs.length === 0);
    byId('recent').replaceChildren(...jobs.map(row));
  } catch (error) { notice(error.message); }
}

function row(job) {
  const line = element('li');
  const button = element('button');
  button.type = 'button';
  button.append(element('span', 'name', job.title ?? job.filename ?? job.id), element('span', 'when', new Date(job.createdAt).toLocaleString()),
    element('span', `badge ${job.state}`, STATES[job.state] ?? job.state));
  button.addEventListener('click', () => {
    if (sending) return;
    clearJob(job.title ?? job.filename ?? 'Your film');
    watch(job.id);
    byId('job-title').focus();
  });
  line.append(button);
  return line;
}

// Wiring

byId('wish').addEventListener('submit', (event) => {
  event.preventDefault();
  const address = byId('address').value.trim();
  const prompt = byId('prompt').value.trim();
  if (address) sendAddress(address);
  else if (prompt) sendPrompt(prompt);
});
byId('make').addEventListener('click', () => {
  const prompt = byId('prompt').value.trim();
  if (prompt) sendPrompt(prompt);
});
byId('recipe').addEventListener('change', () => {
  for (const line of document.querySelectorAll('.only-film')) line.hidden = byId('recipe').value !== 'highlights';
});
byId('file').addEventListener('change', (event) => send(event.target.files[0]));
const drop = byId('drop');
for (const name of ['dragenter', 'dragover']) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
}
for (const name of ['dragleave', 'drop']) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove('over'); });
}
drop.addEventListener('drop', (event) => send(event.dataTransfer.files[0]));
for (const name of ['dragover', 'drop']) addEventListener(name, (event) => event.preventDefault());

byId('cancel').addEventListener('click', async () => {
  if (sending) return sending.stop();
  try { await ask(`${API}/jobs/${shown}`, { method: 'DELETE' }); } catch (error) { notice(error.message); }
});
byId('retry').addEventListener('click', async () => {
  try {
    const job = await ask(`${API}/jobs/${shown}/retry`, { method: 'POST' });
    watch(job.id);
    refresh();
  } catch (error) { notice(error.message); }
});
addEventListener('beforeunload', (event) => { if (sending) event.preventDefault(); });

byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  key = byId('key').value.trim();
  byId('key').value = '';
  enter();
});
byId('sign-out').addEventListener('click', () => {
  history.replaceState(null, '', location.pathname);
  leave();
});
enter();
