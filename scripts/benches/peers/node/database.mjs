// Rows for the peers on Node: the same files, the same checks, statements prepared once. Rows come shaped as the schema
// names them, so that a field is a property and needs no resolver of its own.
import { hash } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";

const SESSION = `
  SELECT u.id, u.account_id AS account, u.role IN ('owner', 'admin') AS everyClient
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ?`;
const MAY_SEE = `
  c.account_id = ? AND (? OR EXISTS (SELECT 1 FROM client_members WHERE user_id = ? AND client_id = c.id))`;
const CLIENT = `SELECT c.id, c.name FROM clients c WHERE c.id = ? AND ${MAY_SEE}`;
const CLIENT_OF_HUB = `
  SELECT c.id FROM hub_registry r JOIN clients c ON c.id = r.client_id WHERE r.id = ? AND ${MAY_SEE}`;
const SPOKE = `
  SELECT id, pillar_id AS pillarId, platform, content_type AS contentType, content, content_json AS contentJson,
    character_count AS characterCount, status, is_mutated AS isMutated, is_creative_conflict AS isCreativeConflict,
    created_at AS createdAt
  FROM spokes`;
const IN = "IN (SELECT value FROM json_each(?))";
const NAMES = { "n/a": "NOT_APPLICABLE" };
for (const name of ["twitter", "linkedin", "tiktok", "instagram", "carousel", "thread", "post", "pending", "approved",
  "rejected", "killed", "active", "processing", "ready", "pdf", "url", "transcript", "text", "pass", "fail", "flagged"])
  NAMES[name] = name.toUpperCase();

export class Refused extends Error {}

export class Files {
  constructor(folder) {
    this.folder = folder;
    this.people = open(join(folder, "global.db"));
    this.session = this.people.prepare(SESSION);
    this.client = this.people.prepare(CLIENT);
    this.clientOfHub = this.people.prepare(CLIENT_OF_HUB);
    this.open = new Map();
  }

  viewer(authorization = "") {
    const token = authorization.startsWith("Bearer ") ? authorization.slice(7) : "";
    const viewer = this.session.get(hash("sha256", token), Date.now());
    if (!viewer) throw new Refused("Sign in first.");
    return viewer;
  }

  seen(statement, id, viewer) {
    const found = statement.get(id, viewer.account, viewer.everyClient, viewer.id);
    if (!found) throw new Refused("There is no such thing.");
    return found;
  }

  rows(clientId) {
    let rows = this.open.get(clientId);
    if (!rows) this.open.set(clientId, (rows = new Rows(join(this.folder, "clients", `${clientId}.db`))));
    return rows;
  }
}

// Those of one client.
class Rows {
  constructor(file) {
    this.db = open(file);
    const statement = (sql) => this.db.prepare(sql);
    this.oneHub = statement(`SELECT id, title, source_type AS sourceType, status, themes, claims,
      created_at AS createdAt FROM hubs WHERE id = ?`);
    this.pillarsOf = statement(`SELECT id, hub_id AS hubId, title, angle, key_points AS keyPoints,
      order_index AS orderIndex, status FROM pillars WHERE hub_id ${IN} ORDER BY hub_id, order_index`);
    this.spokesOf = statement(`${SPOKE} WHERE pillar_id ${IN} ORDER BY pillar_id, platform, id`);
    this.scoresOf = statement(`SELECT spoke_id AS spokeId, g2_hook_strength AS g2HookStrength,
      g4_voice_alignment AS g4VoiceAlignment, g5_platform_compliance AS g5PlatformCompliance,
      g6_visual_metaphor AS g6VisualMetaphor, g7_engagement_prediction AS g7EngagementPrediction,
      g_compliance_status AS gComplianceStatus, overall_pass AS overallPass, evaluated_at AS evaluatedAt
      FROM quality_scores WHERE spoke_id ${IN}`);
    this.queued = statement(`${SPOKE} WHERE status = ? ORDER BY id LIMIT ?`);
    this.queueLength = statement("SELECT count(*) AS number FROM spokes WHERE status = ?").pluck();
    this.judged = statement(`SELECT s.status, q.overall_pass AS passed FROM spokes s
      LEFT JOIN quality_scores q ON q.spoke_id = s.id WHERE s.id = ? AND s.is_settled`);
    this.approved = statement(`UPDATE spokes SET status = 'approved', approved_at = ?, approved_by = ?,
      updated_at = ? WHERE id = ?`);
    this.oneSpoke = statement(`${SPOKE} WHERE id = ?`);
    this.approval = this.db.transaction((spokeId, viewer) => {
      const found = this.judged.get(spokeId);
      const isOpen = found && (found.status === "pending" || found.status === "rejected");
      if (!isOpen || !found.passed) throw new Refused("This cannot be approved.");
      const now = Date.now();
      this.approved.run(now, viewer.id, now, spokeId);
      return this.oneSpoke.get(spokeId);
    });
  }

  hub(id) {
    const hub = this.oneHub.get(id);
    hub.sourceType = NAMES[hub.sourceType];
    hub.status = NAMES[hub.status];
    hub.themes = JSON.parse(hub.themes ?? "[]");
    hub.claims = JSON.parse(hub.claims ?? "[]");
    hub.createdAt = time(hub.createdAt);
    return hub;
  }

  pillars(hubIds) {
    const found = this.pillarsOf.all(JSON.stringify(hubIds));
    for (const pillar of found) {
      pillar.status = NAMES[pillar.status];
      pillar.keyPoints = JSON.parse(pillar.keyPoints ?? "[]");
    }
    return grouped(found, "hubId", hubIds);
  }

  spokes(pillarIds) {
    return grouped(this.shaped(this.spokesOf.all(JSON.stringify(pillarIds))), "pillarId", pillarIds);
  }

  scores(spokeIds) {
    const found = new Map();
    for (const score of this.scoresOf.all(JSON.stringify(spokeIds))) {
      score.g4VoiceAlignment = truth(score.g4VoiceAlignment);
      score.g5PlatformCompliance = truth(score.g5PlatformCompliance);
      score.gComplianceStatus = NAMES[score.gComplianceStatus];
      score.overallPass = score.overallPass === 1;
      score.evaluatedAt = time(score.evaluatedAt);
      found.set(score.spokeId, score);
    }
    return spokeIds.map((id) => found.get(id) ?? null);
  }

  queue(status, first) {
    const nodes = this.shaped(this.queued.all(status.toLowerCase(), first + 1));
    const hasNextPage = nodes.length > first;
    if (hasNextPage) nodes.pop();
    return { nodes, totalCount: this.queueLength.get(status.toLowerCase()), pageInfo: { hasNextPage } };
  }

  approve(spokeId, viewer) {
    return this.shaped([this.approval.immediate(spokeId, viewer)])[0];
  }

  shaped(spokes) {
    for (const spoke of spokes) {
      spoke.platform = NAMES[spoke.platform];
      spoke.contentType = NAMES[spoke.contentType];
      spoke.contentJson = spoke.contentJson === null ? null : JSON.parse(spoke.contentJson);
      spoke.status = NAMES[spoke.status];
      spoke.isMutated = spoke.isMutated === 1;
      spoke.isCreativeConflict = spoke.isCreativeConflict === 1;
      spoke.createdAt = time(spoke.createdAt);
    }
    return spokes;
  }
}

function open(file) {
  const db = new Database(file, { fileMustExist: true });
  db.exec("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000");
  return db;
}

function grouped(rows, key, ids) {
  const groups = new Map(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row[key]).push(row);
  return ids.map((id) => groups.get(id));
}

const truth = (value) => (value === null ? null : value === 1);
const time = (millis) => new Date(millis).toISOString();
