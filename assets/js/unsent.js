// Text that has not reached the server yet, by the worksheet it belongs to. Where the browser has no database (a
// private window), it is kept as long as the page is open.
import { openDB } from "idb";

const fallback = new Map();
let opened;

function database() {
  opened ??= openDB("chartroom", 1, { upgrade: (db) => db.createObjectStore("unsent") }).catch(() => null);
  return opened;
}

// record: {fields: [[name, value], …], at: milliseconds}
export async function keep(key, record) {
  fallback.set(key, record);
  const db = await database();
  await db?.put("unsent", record, key).catch(() => undefined);
}

export async function kept(key) {
  const db = await database();
  const record = await db?.get("unsent", key).catch(() => undefined);
  return record ?? fallback.get(key);
}

// Only what was sent is forgotten: words typed meanwhile have a later `at`.
export async function forget(key, at) {
  if ((fallback.get(key)?.at ?? 0) <= at) fallback.delete(key);
  const db = await database();
  if (!db) return;
  const transaction = db.transaction("unsent", "readwrite");
  const record = await transaction.store.get(key);
  if (record && record.at <= at) await transaction.store.delete(key);
  await transaction.done;
}
