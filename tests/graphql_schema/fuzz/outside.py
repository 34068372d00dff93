"""Changes by a connection that is not the application's: an operator's, a restored backup's, another process's."""

import random
import sqlite3
from collections.abc import Callable
from typing import Any

import orjson

from app.vocabulary import Platform, Role, SpokeStatus
from tests.graphql_schema.fuzz.data import Person
from tests.graphql_schema.fuzz.known import Client, Focus, Known
from tests.graphql_schema.fuzz.values import Values

FEWEST = 12
OF_A_CLIENT = [
    """UPDATE hubs SET title = :word, source_url = :word, themes = :lines, claims = :lines, kill_reason = :word,
       source_content = :word || source_content, updated_at = updated_at + 1, killed_at = 1""",
    "UPDATE pillars SET title = :word, angle = :word, key_points = :lines, created_at = created_at + 1",
    """UPDATE spokes SET content = :word || content, content_json = :lines, character_count = 7, approved_at = 5,
       is_mutated = 1 - is_mutated, is_creative_conflict = 1 - is_creative_conflict, updated_at = updated_at + 1""",
    """UPDATE quality_scores SET g2_hook_strength = :score, g4_voice_alignment = 1, g7_engagement_prediction = :score,
       overall_pass = 1 - overall_pass, violations = :marks, rubric = '[]', evaluated_at = evaluated_at + 1""",
    "UPDATE feedback_log SET reason = :word, score = :score, resolved = 1 - resolved, attempt_number = 3",
    "UPDATE drafts SET content = :word, violations = :marks",
    "UPDATE mutation_registry SET edited_content = :word, original_content = :word, edit_distance = 0.5",
    "UPDATE comments SET body = :word, author = :word",
    "UPDATE review_links SET email = :word, revoked_at = 9",
    "UPDATE generation_queue SET current_phase = :word, error_message = :word, progress_percent = 50, started_at = 9",
]
OF_THE_ACCOUNTS = [
    "UPDATE users SET name = :word, created_at = created_at + 1",
    "UPDATE clients SET industry = :word, brand_color = :word, contact_email = :word",
    "UPDATE accounts SET name = :word, updated_at = updated_at + 1",
    "UPDATE subscriptions SET stripe_customer_id = :word, hubs_limit = COALESCE(hubs_limit, 9) / 2 + 1",
    "UPDATE usage_events SET quantity = (quantity + 1) % 1000",
    # An entry is never changed; what is changed is which there are.
    """INSERT INTO audit_log (id, account_id, at, actor_label, action, client_id)
       SELECT substr(max(id), 1, 30) || printf('%06x', (SELECT count(*) FROM audit_log)), account_id, max(at), :word,
       'client.updated', max(client_id) FROM audit_log GROUP BY account_id""",
    "UPDATE hub_registry SET spoke_count = (spoke_count + 1) % 1000, completed_at = NULL",
    "UPDATE api_keys SET name = :word",
]


class Outside:
    def __init__(self, known: Known, rng: random.Random, values: Values) -> None:
        self.known, self.rng, self.v = known, rng, values

    def one(self, focus: Focus) -> tuple[str | None, str]:
        """The client (None for the global database), and what was done."""
        if self.rng.random() < 0.3:
            of_all = [self._member, self._role, self._name, self._all_of_the_accounts]
            return None, self._write(None, focus, self.rng.choice(of_all))
        rich = [client for client in self.known.clients.values() if client.hubs and client.pillars and client.spokes]
        near = [client for client in focus.clients if client in rich]
        client = self.rng.choice(near if near and self.rng.random() < 0.8 else rich)
        few = len(client.spokes) < FEWEST
        changes = [self._copy] if few else [self._column, *[self._all_of_a_client] * 3, self._copy, self._delete]
        return client.id, self._write(client.id, client, self.rng.choice(changes))

    def _write(self, client_id: str | None, about: Any, change: Callable[[sqlite3.Connection, Any], str]) -> str:
        with self.known.opened(client_id) as raw:
            raw.execute("PRAGMA foreign_keys=ON")
            said = change(raw, about)
            raw.commit()
        return f"{said} in {client_id or 'the global database'}"

    def _all_of_a_client(self, raw: sqlite3.Connection, client: Client) -> str:
        """Whatever is read of the client is something else now."""
        v = self.v
        values = {
            "word": v.text(),
            "lines": _json([v.text()]),
            "marks": _json(v.violations()),
            "score": v.one([0, 99.5]),
        }
        for statement in OF_A_CLIENT:
            raw.execute(statement, values)
        return "everything"

    def _all_of_the_accounts(self, raw: sqlite3.Connection, _: Focus) -> str:
        for statement in OF_THE_ACCOUNTS:
            raw.execute(statement, {"word": self.v.text() + "."})
        return "names and counts of all"

    def _column(self, raw: sqlite3.Connection, client: Client) -> str:
        v, one = self.v, self.rng.choice
        spoke, hub, pillar = one(client.spokes), one(client.hubs), one(client.pillars)
        changes: list[tuple[Any, ...]] = [
            ("UPDATE spokes SET content = ?, character_count = ? WHERE id = ?", v.text(), v.whole(), spoke),
            ("UPDATE spokes SET status = ? WHERE id = ?", v.member(SpokeStatus), spoke),
            ("UPDATE spokes SET platform = ?, pillar_id = NULL WHERE id = ?", v.member(Platform), spoke),
            ("UPDATE spokes SET content_json = ? WHERE id = ?", _json(v.content_json(Platform.THREAD)), spoke),
            ("UPDATE spokes SET parent_spoke_id = ? WHERE id = ?", one(client.spokes), spoke),
            ("UPDATE spokes SET sources = ? WHERE id = ?", _json(v.spans()), spoke),
            ("UPDATE hubs SET title = ?, themes = NULL WHERE id = ?", v.maybe(v.text), hub),
            ("UPDATE hubs SET source_content = ? WHERE id = ?", v.long_text(), hub),
            ("UPDATE pillars SET title = ?, key_points = ? WHERE id = ?", v.text(), _json(v.lines() or []), pillar),
            ("UPDATE pillars SET order_index = order_index * -1 - 1 WHERE hub_id = ?", hub),
            ("UPDATE quality_scores SET g2_hook_strength = ? WHERE spoke_id = ?", one([None, 0.1, 100]), spoke),
            ("UPDATE generation_queue SET progress_percent = 100 - progress_percent WHERE hub_id = ?", hub),
        ]
        statement, *values = one(changes)
        raw.execute(statement, values)
        return str(statement)

    def _copy(self, raw: sqlite3.Connection, client: Client) -> str:
        """A piece once more, under an id that comes last, without what lies around it."""
        raw.row_factory = sqlite3.Row
        row = dict(raw.execute("SELECT * FROM spokes WHERE id = ?", (self.rng.choice(client.spokes),)).fetchone())
        row["id"] = self.v.id()
        raw.execute(f"INSERT INTO spokes ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        return "a copy of a piece"

    def _delete(self, raw: sqlite3.Connection, client: Client) -> str:
        table = self.rng.choice(["spokes", "quality_scores", "drafts", "feedback_log", "mutation_registry", "pillars"])
        rows = [row[0] for row in raw.execute(f"SELECT id FROM {table} ORDER BY id")]
        if len(rows) > FEWEST or (rows and table not in ("spokes", "pillars")):
            raw.execute(f"DELETE FROM {table} WHERE id = ?", (self.rng.choice(rows),))
        return f"a row of {table} deleted"

    def _member(self, raw: sqlite3.Connection, focus: Focus) -> str:
        """Takes the assignment back that let the answer be seen, or gives one that was lacking."""
        user = self.rng.choice([focus.person.id, self.rng.choice(list(self.known.users))])
        ours = [client for client in self.known.clients.values() if client.account_id == self.known.users[user]]
        client = self.rng.choice([client for client in focus.clients if client in ours] or ours).id
        gone = raw.execute("DELETE FROM client_members WHERE user_id = ? AND client_id = ?", (user, client)).rowcount
        if not gone:
            values = (self.v.id(), user, client)
            raw.execute("INSERT INTO client_members (id, user_id, client_id, created_at) VALUES (?, ?, ?, 1)", values)
        return f"{user} {'no longer ' if gone else ''}assigned to {client}"

    def _role(self, raw: sqlite3.Connection, focus: Focus) -> str:
        """Owners stay: somebody must be able to make changes."""
        role = self.rng.choice([role for role in Role if role is not Role.OWNER])
        others = [id for id, role in self.known.roles.items() if role is not Role.OWNER]
        user = focus.person.id if focus.person.id in others and self.rng.random() < 0.7 else self.rng.choice(others)
        raw.execute("UPDATE users SET role = ? WHERE id = ?", (role, user))
        return f"{user} is {role}"

    def _name(self, raw: sqlite3.Connection, _: Focus) -> str:
        table, name = self.rng.choice(
            [("users", "name"), ("clients", "name"), ("accounts", "name"), ("clients", "industry")]
        )
        id = self.rng.choice([row[0] for row in raw.execute(f"SELECT id FROM {table} ORDER BY id")])
        raw.execute(f"UPDATE {table} SET {name} = ? WHERE id = ?", (self.v.text() + ".", id))
        return f"{name} in {table}"

    def pillars_of(self, client: Client, hub_id: str) -> list[str]:
        with self.known.opened(client.id) as raw:
            return [row[0] for row in raw.execute("SELECT id FROM pillars WHERE hub_id = ? ORDER BY id", (hub_id,))]

    def some_key(self, person: Person) -> str:
        """One that was made between the reads; those that people ask with stay."""
        with self.known.opened(None) as raw:
            made = "SELECT id FROM api_keys WHERE account_id = ? ORDER BY id"
            rows = [str(row[0]) for row in raw.execute(made, (person.account_id,))]
        return self.rng.choice(rows[4:] or ["x"])


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
