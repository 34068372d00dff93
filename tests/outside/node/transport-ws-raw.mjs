// A client that breaks the protocol. Usage: node transport-ws-raw.mjs URL [FRAME]...
// Sends the frames as soon as the socket is open, prints {received} for each answer and {closed, reason} at the end.
import WebSocket from 'ws';
import { say } from './say.mjs';

const [url, ...frames] = process.argv.slice(2);
const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
socket.on('open', () => frames.forEach((frame) => socket.send(frame)));
socket.on('message', (data) => say({ received: JSON.parse(data) }));
socket.on('close', (code, reason) => say({ closed: code, reason: String(reason) }));
