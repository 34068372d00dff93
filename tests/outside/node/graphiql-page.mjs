// The explorer page as a test sees it: what can be done there and what can be read off it.

const COMPLAINTS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy violation: ' + violatedDirective + ' ' + blockedURI))`;

export class GraphiQLPage {
  constructor(page) {
    this.page = page;
    this.record = { hosts: [], violations: [], crashes: [] };
    this.frames = [];
    this.#listen();
  }

  #listen() {
    const { page, record } = this;
    const note = (address) => {
      const { protocol, hostname } = new URL(address);
      if (/^(https?|wss?):$/.test(protocol) && !record.hosts.includes(hostname)) record.hosts.push(hostname);
    };
    page.addInitScript(COMPLAINTS);
    page.on('request', (request) => note(request.url()));
    page.on('websocket', (socket) => {
      note(socket.url());
      socket.on('framereceived', ({ payload }) => this.frames.push(JSON.parse(payload)));
    });
    page.on('console', (message) => /policy/i.test(message.text()) && record.violations.push(message.text()));
    page.on('pageerror', (error) => record.crashes.push(String(error)));
  }

  address = () => this.page.url();

  async open(address) {
    await this.page.goto(address);
    await this.page.locator('.graphiql-query-editor .view-line').first().waitFor();
  }

  /** As a click on a link would: the page is loaded anew. */
  async follow(address) {
    await this.page.goto('about:blank');
    await this.open(address);
  }

  async enter(way, fields) {
    await this.page.locator('#way').selectOption(way);
    for (const [name, value] of Object.entries(fields)) await this.page.locator(`#sign-in [name=${name}]`).fill(value);
    await this.page.locator('#sign-in button[type=submit]').click();
  }

  who = () => this.#textOf('#who', 'Signed in as');
  problem = () => this.#textOf('#problem', /\w/);

  async leave() {
    await this.page.locator('#sign-out').click();
    await this.page.locator('#sign-in').waitFor();
  }


  async openTab(title) {
    await this.page.locator(`.graphiql-tab-button[title=${title}]`).click();
    await this.#editorText('.graphiql-query-editor', (text) => text.includes(` ${title}(`));
  }

  async typeHeaders(text) {
    await this.page.locator('.graphiql-editor-tools [data-name=headers]').click();
    await this.page.locator('.graphiql-editor-tool .monaco-editor:visible').click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(text);
    await this.page.locator('.graphiql-editor-tools [data-name=variables]').click();
  }

  /** Opens the explorer panel, reads the fields that it offers, closes it. */
  async explorerFields() {
    const button = this.page.getByRole('button', { name: /GraphiQL Explorer/ });
    await button.click();
    const fields = this.page.locator('.graphiql-explorer-root [data-field-name]');
    await fields.first().waitFor();
    const names = await fields.evaluateAll((views) => views.map((view) => view.dataset.fieldName));
    await button.click();
    return [...new Set(names)];
  }

  run = () => this.page.locator('.graphiql-execute-button').click();

  paneWith = (wanted, timeout) => this.#editorText('.graphiql-response', (text) => text.match(wanted), timeout);
  variablesWithout = (word) => this.#editorText('.graphiql-editor-tool', (text) => text.includes('"') && !text.includes(word));

  keptToken = () => this.page.evaluate(() => sessionStorage.getItem('foundry.token'));
  lastingStorage = () => this.page.evaluate(() => JSON.stringify(localStorage));
  forget = () => this.page.evaluate(() => sessionStorage.clear());
  picture = (path) => this.page.screenshot({ path });

  /** The payloads of `next` messages, over all sockets. */
  socketEvents = () => this.frames.filter(({ type }) => type === 'next').map(({ payload }) => payload);

  async #textOf(selector, wanted) {
    const found = this.page.locator(selector).filter({ hasText: wanted });
    await found.waitFor();
    return found.innerText();
  }

  /** Waits until the lines that an editor shows satisfy `fits`. The editor keeps its lines in no order of the document. */
  async #editorText(section, fits, timeout = 20_000) {
    const deadline = Date.now() + timeout;
    for (;;) {
      const text = await this.page.locator(`${section} .view-line:visible`).evaluateAll((lines) =>
        lines.sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
          .map((line) => line.textContent.replaceAll('\u00a0', ' ')).join('\n'));
      if (fits(text)) return text;
      if (Date.now() > deadline) throw new Error(`${section} still shows: ${text}`);
      await this.page.waitForTimeout(50);
    }
  }
}
