// Puts real ids where an example's variables say CLIENT_ID or HUB_ID, when its tab is opened and someone is signed in.
import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';
import { ask } from './transport.js';

const QUERY = 'query FirstIds { clients(first: 1) { nodes { id hubs(first: 1) { nodes { id } } } } }';
const PLACEHOLDER = /"(CLIENT_ID|HUB_ID)"/g;

async function knownIds(token) {
  const { clients } = await ask(token, QUERY);
  const client = clients.nodes[0];
  return { CLIENT_ID: client?.id, HUB_ID: client?.hubs.nodes[0]?.id };
}

const fill = (text, ids) => text.replace(PLACEHOLDER, (whole, name) => (ids[name] ? JSON.stringify(ids[name]) : whole));

export function FillIds({ token, onProblem }) {
  const tab = useGraphiQL((state) => state.activeTabIndex);
  const editor = useGraphiQL((state) => state.variableEditor);
  useEffect(() => {
    const text = editor?.getValue() ?? '';
    if (!token || !text.match(PLACEHOLDER)) return undefined;
    let current = true;
    knownIds(token).then(
      (ids) => current && editor.getValue() === text && editor.setValue(fill(text, ids)),
      (error) => current && onProblem(error.message),
    );
    return () => { current = false; };
  }, [tab, editor, token]);
  return null;
}
