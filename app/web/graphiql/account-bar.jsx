// The bar above GraphiQL: says who is signed in, or offers three ways to become someone.
import { useEffect, useState } from 'react';
import { signIn, signOut, signUp, whoIs } from './session.js';

const EMAIL = { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username' };
const PASSWORD = { name: 'password', label: 'Password', type: 'password' };
const WAYS = {
  signIn: { label: 'Sign in', fields: [EMAIL, { ...PASSWORD, autoComplete: 'current-password' }], submit: signIn },
  signUp: {
    label: 'Sign up',
    fields: [EMAIL, { ...PASSWORD, autoComplete: 'new-password' }, { name: 'accountName', label: 'Account name', type: 'text' }],
    submit: signUp,
  },
  token: {
    label: 'Use a token',
    fields: [{ name: 'token', label: 'Token or API key', type: 'password', autoComplete: 'off' }],
    submit: async ({ token }) => token.trim(),
  },
};

/** The user of a token; drops the token when the server says that it is nobody's. */
function useUser(token, onToken, onProblem) {
  const [user, setUser] = useState(null);
  useEffect(() => {
    setUser(null);
    if (!token) return undefined;
    let current = true;
    whoIs(token).then(
      (found) => current && setUser(found),
      (error) => {
        if (!current) return;
        onProblem(error.message);
        if (error.code === 'UNAUTHENTICATED') onToken(null);
      },
    );
    return () => { current = false; };
  }, [token]);
  return user;
}

export function AccountBar({ token, onToken, problem, onProblem }) {
  const user = useUser(token, onToken, onProblem);
  return (
    <header className="bar">
      <h1 className="brand"><img src={new URL('./icon.svg', import.meta.url).href} alt="" /> Foundry <span>API</span></h1>
      <p id="problem" className="problem" role="alert">{problem}</p>
      {token
        ? <SignedIn user={user} token={token} onToken={onToken} onProblem={onProblem} />
        : <SignedOut onToken={onToken} onProblem={onProblem} />}
    </header>
  );
}

function SignedIn({ user, token, onToken, onProblem }) {
  const leave = async () => {
    onProblem('');
    await signOut(token).catch((error) => onProblem(`Signed out here; the server said: ${error.message}`));
    onToken(null);
  };
  return (
    <div className="account">
      <p id="who" role="status">
        {user ? <>Signed in as <strong>{user.email}</strong> <span className="role">{user.role.toLowerCase()}</span></> : 'Using a token'}
      </p>
      <button id="sign-out" type="button" onClick={leave}>Sign out</button>
    </div>
  );
}

function SignedOut({ onToken, onProblem }) {
  const [way, setWay] = useState('signIn');
  const [busy, setBusy] = useState(false);
  const { label, fields, submit } = WAYS[way];
  const enter = async (event) => {
    event.preventDefault();
    onProblem('');
    setBusy(true);
    try {
      onToken(await submit(Object.fromEntries(new FormData(event.target))));
    } catch (error) {
      onProblem(error.message);
      setBusy(false);
    }
  };
  return (
    <form id="sign-in" className="account" onSubmit={enter} aria-label={label}>
      <select id="way" aria-label="How to sign in" value={way} onChange={(event) => setWay(event.target.value)}>
        {Object.entries(WAYS).map(([key, { label: name }]) => <option key={key} value={key}>{name}</option>)}
      </select>
      {fields.map(({ label: name, ...field }) =>
        <input key={way + field.name} id={field.name} aria-label={name} placeholder={name} required {...field} />)}
      <button type="submit" disabled={busy}>{busy ? 'One moment…' : label}</button>
    </form>
  );
}
