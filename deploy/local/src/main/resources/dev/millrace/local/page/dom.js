const formats = [0, 1].map(digits => new Intl.NumberFormat('en', {minimumFractionDigits: digits, maximumFractionDigits: digits}));
const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});

export const by = id => document.getElementById(id);

export const number = (value, digits = 0) => formats[digits].format(value);

export const time = millis => clock.format(millis);

/** Sets an element's text where it differs: what did not change is not drawn again. */
export function text(id, value) {
  const element = by(id);
  if (element.textContent !== String(value)) element.textContent = value;
}

/** An element with a text, which its title has in full where it may be cut. */
export function node(name, content) {
  const made = document.createElement(name);
  if (content !== undefined) made.textContent = made.title = content;
  return made;
}
