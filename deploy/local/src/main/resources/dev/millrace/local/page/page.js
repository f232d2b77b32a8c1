import {Chart} from './charts.js';
import {Changes} from './changes.js';
import {by, node, number, text, time} from './dom.js';

const phases = {
  SNAPSHOT: 'reading the snapshot', WARM_UP: 'warming up', LIVE: 'live', DRAIN: 'delivering the rest', DONE: 'done',
};
const latency = new Chart('latency', [
  {name: 'p50', color: 'blue', of: point => point.p50},
  {name: 'p95', color: 'amber', line: 'dashed', of: point => point.p95},
  {name: 'p99', color: 'red', line: 'dotted', of: point => point.p99},
], 'ms');
const throughput = new Chart('throughput', [
  {name: 'committed', color: 'grey', line: 'dashed', of: point => point.committed},
  {name: 'accepted', color: 'green', of: point => point.accepted},
]);
const changes = new Changes();
const RETRY_MILLIS = 1000;

let phase;
let paused = false;
let letters = 0;

function show(state) {
  text('source', state.source);
  text('crm', state.crm);
  by('flink').href = state.flinkUrl;
  enter(state.phase, phases[state.phase]);
  flow(state.flow);
  delivery(state.delivery);
  snapshot(state);
  budget(state.delivery, state.budget);
  changes.show(state.changes, paused);
  deadLetters(state.deadLetters);
}

function enter(next, words) {
  if (next === phase) return;
  phase = next;
  by('phase').dataset.phase = next;
  text('phase', words);
  announce(words);
  document.body.classList.toggle('lost', next === 'LOST');
}

function announce(words) { text('announcement', words); }

function flow(of) {
  text('committed-rate', number(of.committedPerSecond));
  text('committed', number(of.committed));
  text('read-rate', number(of.readPerSecond));
  text('mapped-rate', number(of.mappedPerSecond));
  text('left-out-rate', number(of.leftOutPerSecond));
  text('calls-rate', number(of.callsPerSecond));
  text('per-call', number(of.recordsPerCall, 1));
  text('accepted-rate', number(of.acceptedPerSecond));
  text('accepted', number(of.accepted));
}

function delivery(of) {
  text('waiting', number(of.waiting));
  text('in-flight', number(of.recordsInFlight));
  text('backing-off', number(of.backingOff));
  text('merged', number(of.merged));
  text('retried', number(of.retried));
}

function snapshot(state) {
  const {rows, done} = state.snapshot, share = rows ? done / rows : 1;
  const reading = state.phase === 'SNAPSHOT';
  text('snapshot-share', reading ? Math.floor(100 * share) + ' %' : 'done');
  bar('snapshot', reading ? share : 1, by('snapshot-share').textContent);
  text('snapshot-text', reading
      ? `${number(done)} of ${number(rows)} rows, ${number(state.flow.acceptedPerSecond)} a second`
      : `${number(rows)} rows, then the log`);
}

function budget(calls, left) {
  gauge('concurrency', calls.callsInFlight, calls.concurrency);
  gauge('burst', left.burst, left.burstFull);
  gauge('daily', left.daily, left.dailyFull);
}

/** A budget below 0 is none: no limit. */
function gauge(id, value, full) {
  const words = value < 0 ? 'no limit' : `${number(value)} of ${number(full)}`;
  text(id + '-text', words);
  bar(id, value > 0 ? value / full : 0, words);
}

function bar(id, share, words) {
  const percent = Math.round(100 * Math.min(1, share));
  by(id).setAttribute('aria-valuenow', percent);
  by(id).setAttribute('aria-valuetext', words);
  by(id).firstElementChild.style.width = percent + '%';
}

function deadLetters({count, newest}) {
  text('letters-count', number(count));
  by('letters-count').classList.toggle('some', count > 0);
  if (count > letters) announce(`${number(count)} dead letters`);
  letters = count;
  by('no-letters').hidden = count > 0;
  by('letters-scroll').hidden = count === 0;
  if (!paused) by('letters').replaceChildren(...newest.map(letter));
}

function letter(of) {
  const row = node('tr');
  row.append(node('td', time(of.refusedMillis)), node('td', `${of.object} ${of.id}`), node('td', `${of.code}: ${of.message}`),
      Object.assign(node('td', of.delivered ? 'accepted since' : 'not accepted'), {className: 'wide'}));
  return row;
}

by('pause').addEventListener('click', () => {
  paused = !paused;
  by('pause').setAttribute('aria-pressed', paused);
  text('pause', paused ? 'Paused' : 'Pause');
  for (const chart of [latency, throughput]) chart.hold(paused);
});

for (const radio of document.querySelectorAll('#theme input')) {
  radio.checked = radio.value === (document.documentElement.dataset.theme ?? 'auto');
  radio.addEventListener('change', () => {
    if (radio.value === 'auto') {
      localStorage.removeItem('theme');
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem('theme', radio.value);
      document.documentElement.dataset.theme = radio.value;
    }
    redraw();
  });
}

function redraw() { for (const chart of [latency, throughput]) chart.redraw(); }
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

function connect() {
  const live = new EventSource('live');
  live.addEventListener('history', event => {
    const points = JSON.parse(event.data);
    for (const chart of [latency, throughput]) chart.reset(points);
  });
  live.addEventListener('state', event => {
    const state = JSON.parse(event.data);
    for (const chart of [latency, throughput]) chart.add(state.point);
    show(state);
  });
  live.onerror = () => {
    live.close();
    enter('LOST', 'not connected');
    setTimeout(connect, RETRY_MILLIS);
  };
}
connect();
