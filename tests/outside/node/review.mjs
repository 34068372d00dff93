// Chromium on the review page, as an outside client would use it. Usage: node review.mjs FACTS [FOLDER]
// FACTS are the links, in JSON; FOLDER is for pictures. Prints one line for each step.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { ReviewPage } from './review-page.mjs';
import { say } from './say.mjs';

const facts = JSON.parse(process.argv[2]);
const folder = process.argv[3];
const record = { hosts: new Set(), referers: [], violations: [], crashes: [] };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
});

async function visit(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(15_000);
  const page = new ReviewPage(await context.newPage(), record);
  page.context = context;
  return page;
}

async function picture(page, name) {
  if (folder) await page.picture(join(folder, `${name}.png`));
}

/** The newest code that was sent by mail, once there are as many letters as wanted. */
async function code(wanted) {
  for (let tries = 0; tries < 200; tries += 1) {
    const codes = [...readFileSync(facts.mail, 'utf8').matchAll(/: (\d{6})\s/g)].map(([, digits]) => digits);
    if (codes.length >= wanted) return codes.at(-1);
    await pause(50);
  }
  throw new Error('no letter came');
}

async function read(page) {
  await page.follow(facts.approve);
  const ids = await page.ids();
  await picture(page, 'desk');
  say({
    step: 'read', title: await page.page.title(), heading: await page.text('h1'), ids, progress: await page.text('#progress label'),
    links: await page.count('.piece a'), faults: await page.faults(), fit: await page.fit(),
  });
  return ids;
}

async function useKeys(page, ids) {
  const loads = page.loads;
  await page.press('j');
  const first = await page.focused();
  const approved = await page.told('a', 'Approved.');
  say({ step: 'approve', first, approved, state: await page.state(ids[0]), focused: await page.focused(), title: await page.page.title() });

  await page.press('r');
  await page.told('Control+Enter', 'Say in a few words');
  await page.type('Please name the number: 41 percent.');
  await picture(page, 'words');
  const requested = await page.told('Control+Enter', 'Changes requested.');
  say({ step: 'request changes', requested, state: await page.state(ids[1]), said: await page.piece(ids[1]).locator('.comments').innerText() });

  await page.press('c');
  await page.type('Lovely.');
  await page.press('Escape');
  const left = await page.focused();
  await page.press('c');
  await page.told('Control+Enter', 'Comment sent.');
  say({ step: 'comment', left, focused: await page.focused(), state: await page.state(ids[2]), said: await page.piece(ids[2]).locator('.comments').innerText() });

  await page.press('ArrowRight', 'ArrowLeft', 'j', 'k');
  const back = await page.focused();
  await page.press('?');
  await picture(page, 'keys');
  const help = { open: await page.page.locator('#help').isVisible(), faults: await page.faults() };
  await page.page.locator('#keys-on').uncheck();
  await page.press('Escape', 'a');
  await pause(200);
  say({ step: 'keys', back, help, quiet: await page.state(ids[2]), loads: page.loads - loads });
  await page.page.locator('#keys').click();
  await page.page.locator('#keys-on').check();
  await page.press('Escape');
}

async function meetAnother(page, ids) {
  await fetch(`${facts.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${facts.token}` },
    body: JSON.stringify({ query: facts.edit, variables: { spokeId: ids[2] } }),
  });
  await page.piece(ids[2]).focus();
  await page.press('r');
  await page.type('Mine.');
  const problem = await page.told('Control+Enter', 'edited');
  say({ step: 'stale', problem, kept: await page.piece(ids[2]).locator('textarea').inputValue(), text: await page.piece(ids[2]).locator('.text').first().innerText(), focused: await page.focused() });
  await page.told('Control+Enter', 'Changes requested.');
}

async function finish(page) {
  const waited = await page.waiting();
  for (let left = waited; left > 0; left -= 1) {
    const done = `${facts.count - left + 1} of ${facts.count}`;
    const id = await page.focused();
    if (await page.page.locator(`#${id} button[value=approve]`).count()) await page.told('a', done);
    else {
      await page.press('r');
      await page.type('This needs another try.');
      await page.told('Control+Enter', done);
    }
  }
  await picture(page, 'end');
  say({ step: 'end of the review', focused: await page.focused(), words: await page.text('#end'), progress: await page.text('#progress label'), waiting: await page.waiting(), faults: await page.faults() });
}

async function withoutScript(ids) {
  const page = await visit({ javaScriptEnabled: false });
  await page.open(facts.approve);
  const piece = page.piece(ids[0]);
  await piece.locator('summary').click();
  await piece.locator('button[value=changes]').click();
  const problem = await piece.locator('.problem').innerText();
  await piece.locator('textarea').fill('On second thought: shorter.');
  await piece.locator('button[value=changes]').click();
  await page.page.waitForURL(/done=changes/);
  const state = await page.state(ids[0]);
  await piece.locator('button[value=approve]').click();
  await page.page.waitForURL(/done=approve/);
  say({ step: 'without script', problem, state, after: await page.state(ids[0]), progress: await page.text('#progress label'), keys: await page.page.locator('#keys').isVisible(), end: await page.page.locator('#end').isVisible() });
  await page.context.close();
}

async function onPhone(ids) {
  const page = await visit({ viewport: { width: 360, height: 740 }, colorScheme: 'dark', hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
  await page.open(facts.approve);
  await picture(page, 'phone');
  const closed = await page.fit();
  await page.piece(ids[1]).locator('summary').tap();
  await page.piece(ids[1]).locator('textarea').fill('Wide'.repeat(60));
  await picture(page, 'phone-open');
  say({ step: 'phone', closed, opened: await page.fit(), faults: await page.faults() });
  await page.open(facts.guessed);
  await picture(page, 'phone-closed');
  say({ step: 'phone, closed', fit: await page.fit(), faults: await page.faults() });
  await page.context.close();
}

async function byMail() {
  const page = await visit();
  await page.follow(facts.restricted);
  await picture(page, 'closed');
  const closed = { heading: await page.text('h1'), faults: await page.faults() };
  await page.page.getByLabel('E-mail address').fill(facts.email);
  await page.press('Enter');
  await page.page.getByLabel('Code').fill('000000');
  await picture(page, 'code');
  const asked = { heading: await page.text('h1'), faults: await page.faults() };
  await page.press('Enter');
  const problem = await page.text('.problem');
  await page.page.getByLabel('Code').fill(await code(1));
  await page.press('Enter');
  await page.page.locator('.piece').first().waitFor();
  const pieces = await page.count('.piece');
  const cookies = (await page.context.cookies(facts.restricted)).map(({ value, expires, ...cookie }) => cookie);
  await page.follow(facts.restricted);
  await page.page.locator('.piece').first().waitFor();
  say({ step: 'by mail', closed, asked, problem, pieces, cookies, again: await page.count('.piece') });
  await page.context.close();
}

async function refused() {
  const page = await visit({ javaScriptEnabled: false });
  const seen = [];
  for (const address of [facts.expired, facts.revoked, facts.guessed, facts.restricted]) {
    const answer = await page.open(address);
    const first = createHash('sha256').update(await answer.body()).digest('hex');
    await page.page.getByLabel('E-mail address').fill('nobody@client.example');
    await page.press('Enter');
    await page.page.getByLabel('Code').waitFor();
    const second = await page.page.content();
    seen.push([answer.status(), first, second]);
  }
  say({ step: 'refused', statuses: [...new Set(seen.map(([status]) => status))], pages: new Set(seen.map(([, body]) => body)).size, seconds: new Set(seen.map(([,, body]) => body)).size });
  await page.context.close();
}

try {
  const page = await visit();
  const ids = await read(page);
  await onPhone(ids);
  await useKeys(page, ids);
  await meetAnother(page, ids);
  await finish(page);
  await withoutScript(ids);
  await byMail();
  await refused();
} finally {
  say({ step: 'end', ...record, hosts: [...record.hosts] });
  await browser.close();
}
