package dev.millrace.local;

/** What the page's test asks in the browser, as JavaScript. */
final class PageChecks {

  /** Names what has the focus and shows it by an outline; empty when nothing has. */
  static final String FOCUSED =
      """
      (() => {
        const element = document.activeElement;
        if (!element || element === document.body) return '';
        const shown = element.matches('#theme input') ? element.nextElementSibling : element;
        if (getComputedStyle(shown).outlineStyle === 'none') return 'no outline: ' + element.outerHTML;
        if (element.matches('#theme input')) return 'theme ' + element.value;
        return element.matches('a, button') ? element.textContent : element.id || element.getAttribute('aria-label');
      })()
      """;

  /** The texts whose contrast with what is behind them is below 4.5. */
  static final String TOO_FAINT =
      """
      (() => {
        const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const rgb = color => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data];
        };
        const luminance = ([r, g, b]) => [[r, .2126], [g, .7152], [b, .0722]].reduce((sum, [value, share]) =>
            sum + share * (value <= 10 ? value / 255 / 12.92 : ((value / 255 + .055) / 1.055) ** 2.4), 0);
        const behind = element => {
          for (let at = element; at; at = at.parentElement) {
            const color = rgb(getComputedStyle(at).backgroundColor);
            if (color[3] === 255) return color;
          }
          return [255, 255, 255];
        };
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = [];
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
          const element = text.parentElement;
          if (!text.data.trim() || !element.checkVisibility() || element.closest('.unseen')) continue;
          const [light, dark] = [luminance(rgb(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
          const contrast = (light + .05) / (dark + .05);
          if (contrast < 4.5) faint.push(`${text.data.trim()}: ${contrast.toFixed(2)}`);
        }
        return faint;
      })()
      """;

  /** What reaches over the window's right edge, where no part of the page scrolls. */
  static final String BEYOND_THE_WINDOW =
      """
      [...document.body.querySelectorAll('*')]
        .filter(element => !element.closest('.unseen, .scroll, .uplot') && element.getBoundingClientRect().right > innerWidth + .5)
        .map(element => element.outerHTML.slice(0, 120))
      """;

  /** Counts the pixels of the chart {@code %1$s} that have the colour of the key's {@code %2$s}. */
  static final String PIXELS =
      """
      new Promise(resolve => requestAnimationFrame(() => {
        const canvas = document.querySelector('#%1$s canvas'), sample = document.createElement('canvas').getContext('2d');
        sample.fillStyle = getComputedStyle(document.querySelector('#%1$s-key .%2$s')).color;
        sample.fillRect(0, 0, 1, 1);
        const [r, g, b] = sample.getImageData(0, 0, 1, 1).data;
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] > 100 && Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 12) count++;
        }
        resolve(count);
      }))
      """;

  private PageChecks() {}
}
