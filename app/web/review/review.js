// What the review page does beyond links and forms: keys, and sending without loading the page anew.
// Everything here is also to be had without it.
(() => {
  const QUIET = 'foundry.keys-off';
  // Forms are answered at their place; whoever is led away from it is no longer let in.
  const CLOSED = 0;
  const said = document.getElementById('said');
  const help = document.getElementById('help');
  const keysOn = document.getElementById('keys-on');
  const pieces = () => [...document.querySelectorAll('.piece')];
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let hush = 0;

  // What stands at a piece already is told to those who hear the page alone.
  function tell(words, isShown = false) {
    said.textContent = words;
    said.classList.toggle('unseen', isShown);
    clearTimeout(hush);
    hush = setTimeout(() => { said.textContent = ''; }, 6000);
  }

  // Where one is: at the piece that has the focus, else at the first that is in sight.
  function current() {
    const focused = document.activeElement?.closest('.piece');
    return focused ?? pieces().find((piece) => piece.getBoundingClientRect().bottom > innerHeight / 3);
  }

  function go(place) {
    if (!place) return;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: 'start', behavior: calm.matches ? 'auto' : 'smooth' });
  }

  function step(by) {
    const all = pieces();
    const at = document.activeElement?.closest('.piece');
    const next = at ? all[all.indexOf(at) + by] : current();
    if (next) return go(next);
    const end = document.getElementById('end');
    if (by > 0 && !end.hidden) go(end);
  }

  function nextWaiting(from) {
    const all = pieces();
    const at = all.indexOf(from);
    return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((piece) => piece.dataset.status === 'pending');
  }

  function openBox(piece, action) {
    const box = piece?.querySelector('details');
    if (!box) return;
    box.open = true;
    box.dataset.action = action;
    const words = box.querySelector('textarea');
    words.focus();
    box.querySelector('.buttons').scrollIntoView({ block: 'nearest' });
  }

  function leaveBox() {
    const piece = document.activeElement?.closest('.piece');
    if (!piece) return;
    const box = piece.querySelector('details');
    if (box && !box.querySelector('textarea').value) box.open = false;
    go(piece);
  }

  const press = (piece, action) => piece?.querySelector(`button[value=${action}]`)?.click();

  async function send(form, button) {
    const piece = form.closest('.piece');
    if (form.getAttribute('aria-busy') === 'true') return;
    form.setAttribute('aria-busy', 'true');
    try {
      // Not form.action: the form's buttons bear that name.
      const answer = await fetch(form.getAttribute('action'), {
        method: 'POST',
        headers: { 'X-Part': 'piece' },
        body: new URLSearchParams(new FormData(form, button)),
      });
      take(piece, button.value, answer.redirected ? CLOSED : answer.status, new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      complain(piece, 'This was not sent: the server does not answer. Your words are still here; try again.');
    } finally {
      form.removeAttribute('aria-busy');
    }
  }

  function take(piece, action, status, part) {
    const fresh = part.getElementById(piece.id);
    if (!fresh || status === CLOSED) {
      complain(piece, part.querySelector('.problem')?.textContent
        ?? 'This link no longer opens. Your words are still here: copy them, then load the page again.');
      return;
    }
    piece.replaceWith(document.adoptNode(fresh));
    if (status !== 200) {
      const problem = fresh.querySelector('.problem');
      problem.removeAttribute('role');
      openBox(fresh, action);
      tell(problem.textContent, true);
      return;
    }
    for (const id of ['progress', 'end']) {
      const now = part.getElementById(id);
      if (now) document.getElementById(id).replaceWith(document.adoptNode(now));
    }
    document.title = part.title;
    moveOn(fresh, action);
  }

  function moveOn(piece, action) {
    const { wait, total } = document.getElementById('progress').dataset;
    const notice = piece.querySelector('.notice')?.textContent ?? '';
    tell(action === 'comment' ? notice : `${notice} ${total - wait} of ${total} decided.`);
    if (action === 'comment') go(piece);
    else go(nextWaiting(piece) ?? document.getElementById('end'));
  }

  function complain(piece, words) {
    const form = piece.querySelector('form');
    let problem = form.querySelector('.problem');
    if (!problem) {
      problem = document.createElement('p');
      problem.className = 'problem';
      form.prepend(problem);
    }
    problem.textContent = words;
    tell(words, true);
  }

  document.addEventListener('submit', (event) => {
    const form = event.target.closest('form.actions');
    if (!form || !event.submitter) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  const deeds = {
    j: () => step(1),
    k: () => step(-1),
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    u: () => go(nextWaiting(current()) ?? document.getElementById('end')),
    a: () => press(current(), 'approve'),
    r: () => document.querySelector('button[value=changes]') && openBox(current(), 'changes'),
    c: () => openBox(current(), 'comment'),
    '?': () => help.showModal(),
  };

  // A piece that is longer than the window is scrolled through; then the arrows go on to the next.
  function arrow(event) {
    const piece = document.activeElement?.closest('.piece');
    if (!piece) return;
    const { top, bottom } = piece.getBoundingClientRect();
    const down = event.key === 'ArrowDown';
    if (down ? bottom > innerHeight : top < 0) return;
    event.preventDefault();
    step(down ? 1 : -1);
  }

  document.addEventListener('keydown', (event) => {
    if (help.open || event.altKey || event.isComposing) return;
    const typing = event.target.closest('textarea, input, select');
    if (event.key === 'Escape') leaveBox();
    else if (typing && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const box = typing.closest('details');
      press(box?.closest('.piece'), box?.querySelector(`button[value=${box.dataset.action}]`) ? box.dataset.action : 'comment');
    } else if (!typing && !event.ctrlKey && !event.metaKey && keysOn.checked) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') arrow(event);
      else if (Object.hasOwn(deeds, event.key)) {
        event.preventDefault();
        deeds[event.key]();
      }
    }
  });

  const button = document.getElementById('keys');
  button.hidden = !matchMedia('(any-pointer: fine)').matches;
  button.addEventListener('click', () => help.showModal());
  // A browser may have no memory for us: then keys are on at each visit.
  const memory = (work) => { try { return work(localStorage); } catch { return null; } };
  keysOn.checked = memory((kept) => kept.getItem(QUIET)) === null;
  keysOn.addEventListener('change', () => {
    memory((kept) => (keysOn.checked ? kept.removeItem(QUIET) : kept.setItem(QUIET, '1')));
  });
  // A notice is told once: loading the page again must not repeat it.
  if (location.search.includes('done=')) history.replaceState(null, '', location.pathname + location.hash);
})();
