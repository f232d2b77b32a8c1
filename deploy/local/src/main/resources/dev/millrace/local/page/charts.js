import {by, node, number, time} from './dom.js';

const KEEP_SECONDS = 600;
const SHOWN_SECONDS = 180;
const dashes = {dashed: [7, 4], dotted: [2, 3]};

/** Lines over the last three minutes, and a key that has the values at the cursor, or else those of now. */
export class Chart {

  constructor(id, series, unit = '') {
    this.box = by(id);
    this.series = series;
    this.unit = unit;
    this.points = [];
    this.key();
    this.plot = new uPlot(this.options(), this.data(), this.box);
    new ResizeObserver(() => this.plot.setSize(this.size())).observe(this.box);
    this.box.addEventListener('keydown', event => this.move(event));
    this.box.addEventListener('blur', () => this.point(null));
  }

  key() {
    const key = by(this.box.id + '-key');
    for (const series of this.series) {
      const item = node('span');
      series.sample = node('i');
      series.sample.className = `${series.color} ${series.line ?? ''}`;
      series.value = node('b', '–');
      item.append(series.sample, series.name + ' ', series.value);
      key.append(item);
    }
    this.rule = Object.assign(node('i'), {className: 'rule', hidden: true});
    this.label = Object.assign(node('i'), {className: 'grey', hidden: true});
    this.at = node('time', 'now');
    key.append(this.rule, this.label, this.at);
  }

  /** Canvas knows no CSS: the colours are those of elements of the key. */
  color(element) { return () => getComputedStyle(element).color; }

  size() { return {width: this.box.clientWidth, height: this.box.clientHeight}; }

  options() {
    const axis = {
      stroke: this.color(this.label), font: '11px system-ui, sans-serif', ticks: {show: false},
      grid: {stroke: this.color(this.rule), width: 1}, gap: 6,
    };
    return {
      ...this.size(),
      legend: {show: false},
      padding: [8, 8, 0, 0],
      cursor: {y: false, drag: {x: false, y: false}, points: {size: 6}},
      scales: {
        x: {range: () => this.range()},
        y: {range: (plot, least, most) => [0, Math.max(1, (most ?? 0) * 1.1)]},
      },
      series: [{}, ...this.series.map(series => ({
        stroke: this.color(series.sample), width: 1.75, dash: dashes[series.line], points: {show: false},
      }))],
      axes: [
        {...axis, grid: {show: false}, space: 80, size: 26, values: (plot, ticks) => ticks.map(tick => time(tick * 1000).slice(0, tick % 60 ? 8 : 5))},
        {...axis, size: 48, space: 36, values: (plot, ticks) => ticks.map(tick => number(tick, Number.isInteger(tick) ? 0 : 1))},
      ],
      hooks: {setCursor: [() => this.read()]},
    };
  }

  range() {
    const last = this.points.at(-1)?.seconds ?? Date.now() / 1000;
    return [last - SHOWN_SECONDS, last];
  }

  data() {
    return [this.points.map(point => point.seconds), ...this.series.map(series => this.points.map(series.of))];
  }

  reset(points) {
    this.points = points;
    this.draw();
  }

  add(point) {
    this.points.push(point);
    while (this.points[0].seconds < point.seconds - KEEP_SECONDS) this.points.shift();
    this.draw();
  }

  hold(held) {
    this.held = held;
    this.draw();
  }

  draw() {
    if (this.held) return;
    this.plot.setData(this.data());
    if (this.pointed) this.point(this.points.indexOf(this.pointed));
    else this.read();
  }

  redraw() { this.plot.redraw(false, true); }

  /** Puts the cursor on a point by its index; null takes it away. */
  point(index) {
    this.pointed = this.points[index];
    const left = this.pointed ? this.plot.valToPos(this.pointed.seconds, 'x') : -10;
    this.plot.setCursor({left, top: this.pointed ? 0 : -10});
  }

  move(event) {
    const last = this.points.length - 1, first = this.points.findIndex(point => point.seconds >= this.range()[0]);
    const from = this.pointed ? this.points.indexOf(this.pointed) : last + 1;
    const to = {
      ArrowLeft: from - 1, ArrowRight: from + 1, PageUp: from - 10, PageDown: from + 10, Home: first, End: last, Escape: null,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.point(to === null ? null : Math.min(last, Math.max(first, to)));
    by('announcement').textContent = this.words();
  }

  /** Shows the values at the cursor. */
  read() {
    const index = this.plot?.cursor.idx, point = this.points[index ?? this.points.length - 1];
    if (!point) return;
    for (const series of this.series) series.value.textContent = this.format(series.of(point));
    this.at.textContent = index == null ? 'now' : time(point.seconds * 1000);
  }

  words() {
    return `${this.at.textContent}: ${this.series.map(series => `${series.name} ${series.value.textContent} ${this.unit}`).join(', ')}`;
  }

  format(value) { return value == null ? '–' : number(value, this.unit && value < 100 ? 1 : 0); }
}
