// The review page as a test sees it: what an outside client does there, and what can be read off it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const COMPLAINTS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy violation: ' + violatedDirective + ' ' + blockedURI))`;

export class ReviewPage {
  /** `record` is kept by all pages together. */
  constructor(page, record) {
    this.page = page;
    this.loads = 0;
    page.addInitScript(COMPLAINTS);
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^https?:$/.test(protocol)) record.hosts.add(hostname);
      if (request.headers().referer?.includes('/review/')) record.referers.push(request.url());
    });
    page.on('framenavigated', () => { this.loads += 1; });
    page.on('console', (message) => /policy/i.test(message.text()) && record.violations.push(message.text()));
    page.on('pageerror', (error) => record.crashes.push(String(error)));
  }

  open = (address) => this.page.goto(address);

  /** As from a letter that is read on another site. */
  async follow(address) {
    await this.page.goto('about:blank');
    await this.page.setContent(`<a href="${address}">Review</a>`);
    await this.page.click('a');
    await this.page.waitForURL(address);
    await this.page.waitForLoadState();
  }

  text = (selector) => this.page.locator(selector).first().innerText();
  count = (selector) => this.page.locator(selector).count();
  piece = (id) => this.page.locator(`#piece-${id}`);
  ids = () => this.page.locator('.piece').evaluateAll((all) => all.map((piece) => piece.id.slice('piece-'.length)));
  waiting = () => this.count('.piece[data-status=pending]');
  state = (id) => this.piece(id).locator('.state').innerText();
  focused = () => this.page.evaluate(() => document.activeElement.id);
  picture = (path) => this.page.screenshot({ path });

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Presses the key and waits until the page has told what came of it. */
  async told(key, wanted) {
    await this.page.keyboard.press(key);
    await this.page.locator('#said').filter({ hasText: wanted }).waitFor().catch(async () => {
      throw new Error(`after ${key} the page says: ${await this.text('#said')}; problems: ${await this.page.locator('.problem').allInnerTexts()}`);
    });
    return this.text('#said');
  }

  type = (words) => this.page.keyboard.insertText(words);

  /** The rules of WCAG 2.2, A and AA, that are broken; each with the elements that break it. */
  async faults() {
    await this.page.evaluate(AXE);
    return this.page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations } = await axe.run(document, { runOnly: tags });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }

  /** How many pixels the page is wider than the window, and what is smaller to touch than it should be. */
  fit = () => this.page.evaluate(() => ({
    over: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    small: [...document.querySelectorAll('button, summary, textarea, input:not([type=hidden], [type=checkbox])')]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 36).map((each) => each.outerHTML),
  }));
}
