// Who is signed in: the token lives in this browser tab alone and leaves the address bar at once.
import { ask } from './transport.js';

const KEY = 'foundry.token';

export const keptToken = () => sessionStorage.getItem(KEY);

export const keepToken = (token) =>
  token ? sessionStorage.setItem(KEY, token) : sessionStorage.removeItem(KEY);

/** The token of a link such as /graphiql/#token=..., or null; wipes it from the address and the history. */
export function takeTokenFromAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

export const whoIs = async (token) => (await ask(token, 'query Me { me { email role } }')).me;

export async function signIn({ email, password }) {
  const query = 'mutation SignIn($input: SignInInput!) { signIn(input: $input) { token } }';
  return (await ask(null, query, { input: { email, password } })).signIn.token;
}

export async function signUp({ email, password, accountName }) {
  const query = 'mutation SignUp($input: SignUpInput!) { signUp(input: $input) { token } }';
  return (await ask(null, query, { input: { email, password, accountName } })).signUp.token;
}

export const signOut = (token) => ask(token, 'mutation SignOut { signOut }');
