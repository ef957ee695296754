// One call with @grpc/grpc-js, as a program of somebody else would make it:
//
//   node call.js < {"target": "127.0.0.1:7443", "ca": FILE, "cert": FILE,
//                   "key": FILE, "token": "...", "includes": [FOLDER...],
//                   "service": "entente.conventions.v1.ConventionService",
//                   "method": "ListConventions", "request": {...},
//                   "access": {"purpose": 1, "legalBasis": "...", ...}}
//
// Prints {"reply": {...}} or {"code": 7, "message": "...", "info": {...},
// "sentences": {"fr": "..."}}, the details decoded. Without "cert" and "key" no
// certificate is shown, without "access" no purpose stated.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');

const TIMEOUT_MS = 60000;

// google.rpc as everybody knows it.
const rpc = protobuf.parse(`
  syntax = "proto3";
  package google.rpc;
  message Any { string type_url = 1; bytes value = 2; }
  message Status {
    int32 code = 1; string message = 2; repeated Any details = 3;
  }
  message ErrorInfo {
    string reason = 1; string domain = 2; map<string, string> metadata = 3;
  }
  message LocalizedMessage { string locale = 1; string message = 2; }
  message BadRequest {
    message FieldViolation { string field = 1; string description = 2; }
    repeated FieldViolation field_violations = 1;
  }
`).root;

// What a restricted call states, as the contract has it.
const common = protobuf.parse(`
  syntax = "proto3";
  message AccessContext {
    int32 purpose = 1; string legal_basis = 2; string reference = 3;
    string justification = 4;
  }
`).root;

function decoded(error) {
  const result = {code: error.code, message: error.details, sentences: {}};
  const packed = error.metadata.get('grpc-status-details-bin');
  if (packed.length !== 1) return result;
  const status = rpc.lookupType('google.rpc.Status').decode(packed[0]);
  for (const any of status.details) {
    const name = any.typeUrl.split('/').pop();
    const type = rpc.lookupType(name);
    const detail = type.toObject(type.decode(any.value));
    if (name === 'google.rpc.ErrorInfo') result.info = detail;
    if (name === 'google.rpc.LocalizedMessage') {
      result.sentences[detail.locale] = detail.message;
    }
  }
  return result;
}

const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
// entente.conventions.v1.ConventionService stands in convention_service.proto.
const names = asked.service.split('.');
const stem = names.pop().replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
const contracts = grpc.loadPackageDefinition(loader.loadSync(
    path.join(...names, `${stem}.proto`), {includeDirs: asked.includes}));
const Service =
    asked.service.split('.').reduce((at, name) => at[name], contracts);

const read = (name) => asked[name] ? fs.readFileSync(asked[name]) : null;
const client = new Service(
    asked.target,
    grpc.credentials.createSsl(read('ca'), read('key'), read('cert')),
    // An address is no name for TLS.
    {'grpc.ssl_target_name_override': 'localhost'});
const metadata = new grpc.Metadata();
metadata.set('authorization', `Bearer ${asked.token}`);
if (asked.access) {
  const type = common.lookupType('AccessContext');
  metadata.set('entente-access-bin',
               Buffer.from(type.encode(asked.access).finish()));
}
client[asked.method](
    asked.request, metadata, {deadline: Date.now() + TIMEOUT_MS},
    (error, reply) => {
      console.log(JSON.stringify(error ? decoded(error) : {reply}));
      client.close();
    });
