// node disclose.mjs PEER UNSIGNED MANDATORY SELECTIVE: signs with ecdsa-sd-2023 and a new key, and prints a derived
// credential that shows what the JSON pointers (separated by commas) name.
import fs from 'node:fs'; import {createRequire} from 'node:module'; import {pathToFileURL} from 'node:url';
const [dir, file, mandatory, selective] = process.argv.slice(2);
const load = name => import(pathToFileURL(createRequire(dir + '/x.mjs').resolve(name)));
const Ec = await load('@digitalbazaar/ecdsa-multikey');
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const sd = await load('@digitalbazaar/ecdsa-sd-2023-cryptosuite');
const jsigs = (await load('jsonld-signatures')).default;
const {documentLoader} = await import(pathToFileURL(dir + '/loader.mjs'));
const key = await Ec.generate({curve: 'P-256'}); const {publicKeyMultibase} = await key.export({publicKey: true});
key.controller = `did:key:${publicKeyMultibase}`; key.id = `${key.controller}#${publicKeyMultibase}`;
const credential = JSON.parse(fs.readFileSync(file, 'utf8').replaceAll('"ISSUER"', JSON.stringify(key.controller)));
const list = s => s ? s.split(',') : []; const purpose = new jsigs.purposes.AssertionProofPurpose();
const signed = await jsigs.sign(credential, {documentLoader, purpose,
  suite: new DataIntegrityProof({signer: key.signer(), cryptosuite: sd.createSignCryptosuite({mandatoryPointers: list(mandatory)})})});
const shown = await jsigs.derive(signed, {documentLoader, purpose,
  suite: new DataIntegrityProof({cryptosuite: sd.createDiscloseCryptosuite({selectivePointers: list(selective)})})});
console.log(JSON.stringify(shown));
