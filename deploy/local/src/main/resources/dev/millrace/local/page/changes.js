import {by, node, number, text, time} from './dom.js';

const ROWS = 8;

/** The last changes in a table whose rows stay where they are, and one of them in detail. */
export class Changes {

  constructor() {
    this.body = by('changes');
    this.rows = Array.from({length: ROWS}, () => this.row());
    this.listed = [];
    this.known = new Map();
  }

  row() {
    const row = node('tr');
    const button = Object.assign(node('button'), {type: 'button', hidden: true});
    const cells = Array.from({length: 5}, () => node('td'));
    cells[0].append(button);
    for (const cell of cells.slice(1, 3)) cell.className = 'wide';
    cells[3].classList.add('where');
    cells[4].className = 'right';
    row.append(...cells);
    this.body.append(row);
    const made = {row, button, cells};
    button.addEventListener('click', () => {
      this.byHand = true;
      this.detail(made.change);
    });
    return made;
  }

  show(changes, paused) {
    this.known = new Map(changes.map(change => [change.number, change]));
    if (!this.held(paused)) this.listed = changes.map(change => change.number);
    this.rows.forEach((row, index) => {
      const change = this.known.get(this.listed[index]);
      if (change) this.fill(row, change);
    });
    if (!paused) this.renew();
  }

  /** Shows the chosen change as it is now; until somebody has chosen one, one of those in the list. */
  renew() {
    const known = this.chosen && this.known.get(this.chosen.number);
    const listed = this.listed.includes(this.chosen?.number);
    if (known && (listed || this.byHand)) this.detail(known);
    else if (!this.byHand && this.listed.length) this.detail(this.known.get(this.listed[0]));
  }

  /** What somebody points at, or has come to by key, does not move away. */
  held(paused) { return this.listed.length > 0 && (paused || this.body.matches(':hover, :focus-within')); }

  fill({row, button, cells}, change) {
    this.rows.find(candidate => candidate.row === row).change = change;
    button.hidden = false;
    set(button, `${change.object} ${change.id}`);
    set(cells[1], change.kind);
    set(cells[2], summary(change));
    set(cells[3], change.state);
    cells[3].dataset.state = change.state;
    set(cells[4], millis(change.sinceCommitMillis));
    mark(row, change.number === this.chosen?.number);
  }

  detail(change) {
    this.chosen = change;
    for (const {row, change: shown} of this.rows) mark(row, shown?.number === change.number);
    const words = JSON.stringify(change);
    if (words === this.shown) return;
    this.shown = words;
    text('detail-title', `${change.object} ${change.id}, ${change.kind} at ${time(change.committedMillis)}`);
    text('after-title', change.state === 'accepted' ? 'Record after' : 'Record now');
    text('row-title', change.row ? 'Row in the database' : 'No row in the database any more');
    this.track(change);
    const changed = new Set(changedNames(change));
    fill('fields', names(change).map(name => [name, change.before?.[name], change.after?.[name]]), name => changed.has(name));
    fill('row', Object.entries(change.row ?? {}), () => false);
  }

  track(change) {
    const {state, waitedMillis: waited, inFlightMillis: flown} = change;
    const steps = [
      ['committed', time(change.committedMillis), 'done'],
      ['waiting', waited == null ? millis(change.sinceCommitMillis) : millis(waited), state === 'waiting' ? 'now' : state === 'left out' ? '' : 'done'],
      ['in flight', flown == null ? '' : millis(flown), state === 'in flight' ? 'now' : ['accepted', 'refused'].includes(state) ? 'done' : ''],
      state === 'refused' ? ['refused', change.reason, 'stopped']
          : state === 'left out' ? ['left out', 'by the filter', 'done']
          : ['accepted', state === 'accepted' ? `${millis(change.sinceCommitMillis)} in all` : '', state === 'accepted' ? 'done' : ''],
    ];
    if (state === 'left out') steps[1][1] = '';
    by('track').replaceChildren(...steps.map(([name, detail, progress]) => {
      const step = Object.assign(node('li', name), {className: progress, title: detail});
      step.append(node('small', detail));
      return step;
    }));
  }
}

function mark(row, chosen) {
  if (chosen) row.setAttribute('aria-current', 'true');
  else row.removeAttribute('aria-current');
}

function set(element, content) {
  if (element.textContent !== content) element.textContent = element.title = content;
}

function millis(value) { return value < 10_000 ? `${number(value, value < 100 ? 1 : 0)} ms` : `${number(value / 1000)} s`; }

function names({before, after}) { return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]; }

/** Fields that differ; of a change that is not accepted yet, none. */
function changedNames(change) {
  return change.before && change.after
    ? names(change).filter(name => (change.before[name] ?? '') !== (change.after[name] ?? '') && name !== 'source_changed_at')
    : [];
}

function summary(change) {
  if (change.state !== 'accepted') return '–';
  if (!change.before) return 'new record';
  return change.after ? changedNames(change).join(', ') || '–' : 'record archived';
}

function fill(id, lines, changed) {
  by(id).replaceChildren(...lines.map(([name, ...values]) => {
    const row = node('tr');
    row.append(node('th', name), ...values.map(value => node('td', value ?? '–')));
    row.className = changed(name) ? 'changed' : '';
    row.firstChild.scope = 'row';
    return row;
  }));
}
