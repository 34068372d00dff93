// The page at /graphiql/: a bar to sign in with, and GraphiQL under it, all of it served by Foundry itself.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { AccountBar } from './account-bar.jsx';
import { EXAMPLES } from './examples.js';
import { FillIds } from './fill-ids.jsx';
import { keepToken, keptToken, takeTokenFromAddress } from './session.js';
import { fetcherFor } from './transport.js';

const plugins = [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })];

function useToken() {
  const [token, setToken] = useState(() => takeTokenFromAddress() ?? keptToken());
  useEffect(() => keepToken(token), [token]);
  useEffect(() => {
    const onLink = () => setToken((known) => takeTokenFromAddress() ?? known);
    window.addEventListener('hashchange', onLink);
    return () => window.removeEventListener('hashchange', onLink);
  }, []);
  return [token, setToken];
}

function Page() {
  const [token, setToken] = useToken();
  const [problem, setProblem] = useState('');
  const fetcher = useMemo(() => fetcherFor(token), [token]);
  return (
    <>
      <AccountBar token={token} onToken={setToken} problem={problem} onProblem={setProblem} />
      <main>
        <GraphiQL
          fetcher={fetcher}
          plugins={plugins}
          defaultTabs={EXAMPLES}
          defaultEditorToolsVisibility
          shouldPersistHeaders={false}
        >
          <FillIds token={token} onProblem={setProblem} />
        </GraphiQL>
      </main>
    </>
  );
}

createRoot(document.getElementById('page')).render(<Page />);
