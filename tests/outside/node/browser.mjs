// Chromium, driven through the explorer page as a newcomer would use it. Usage: node browser.mjs URL [SCREENSHOT]
// Prints one line for each step; the last one tells what the browser asked for and complained about on the way.
import { chromium } from 'playwright-core';
import { GraphiQLPage } from './graphiql-page.mjs';
import { say } from './say.mjs';

const [url, screenshot] = process.argv.slice(2);
const EMAIL = 'newcomer@bakery.example';
const PASSWORD = 'forty loaves before nine';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
context.setDefaultTimeout(20_000);
const page = new GraphiQLPage(await context.newPage());

try {
  await page.open(`${url}/graphql`);
  say({ step: 'open /graphql', address: page.address() });

  await page.enter('signUp', { email: EMAIL, password: PASSWORD, accountName: 'Corner Bakery' });
  say({ step: 'sign up', who: await page.who() });
  await page.run();
  say({ step: 'query', pane: await page.paneWith(EMAIL) });

  await page.typeHeaders('{"Authorization": "Bearer nobody"}');
  await page.run();
  say({ step: 'headers editor', pane: await page.paneWith('"errors"') });
  await page.typeHeaders('');
  say({ step: 'explorer', fields: await page.explorerFields() });

  await page.leave();
  await page.enter('signIn', { email: EMAIL, password: 'not this one' });
  say({ step: 'wrong password', problem: await page.problem() });
  await page.enter('signIn', { email: EMAIL, password: PASSWORD });
  say({ step: 'sign in', who: await page.who() });

  await page.openTab('CreateClient');
  await page.run();
  say({ step: 'create a client', pane: await page.paneWith('durableObjectId') });

  await page.openTab('CreateHub');
  await page.variablesWithout('CLIENT_ID');
  await page.run();
  say({ step: 'create a hub', pane: await page.paneWith('"job"') });

  await page.openTab('WatchHub');
  await page.variablesWithout('HUB_ID');
  await page.run();
  const pane = await page.paneWith(/"(COMPLETE|FAILED|CANCELED)"/, 60_000);
  say({ step: 'subscription', pane, events: page.socketEvents() });
  if (screenshot) await page.picture(screenshot);

  const token = await page.keptToken();
  say({ step: 'storage', lasting: (await page.lastingStorage()).includes(token) });
  await page.leave();
  await page.follow(`${url}/graphiql/#token=nobody`);
  say({ step: 'link with a stale token', problem: await page.problem(), address: page.address() });
  await page.enter('signIn', { email: EMAIL, password: PASSWORD });
  await page.who();
  const fresh = await page.keptToken();
  await page.forget();
  await page.follow(`${url}/graphiql/#token=${fresh}`);
  say({ step: 'link with a token', who: await page.who(), address: page.address() });
} finally {
  say({ step: 'end', ...page.record });
  await browser.close();
}
