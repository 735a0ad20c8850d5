import grpc from "@grpc/grpc-js";
import { metadataToMap } from "./client.mjs";

const noted = new Map();

function note(name) {
  if (!noted.has(name)) {
    let resolve;
    const promise = new Promise(done => { resolve = done; });
    noted.set(name, { promise, resolve });
  }
  return noted.get(name);
}

function failureOf(request) {
  if (!request.failure) return null;
  const metadata = new grpc.Metadata();
  if (request.failure.details.length > 0) metadata.set("grpc-status-details-bin", request.failure.details);
  return { code: request.failure.code, details: request.failure.message, metadata };
}

// Sends back what came as x-…, in the headers, and as t-… in the trailers.
function metadataOf(call) {
  const headers = new grpc.Metadata();
  const trailers = new grpc.Metadata();
  for (const key of Object.keys(call.metadata.getMap())) {
    for (const value of call.metadata.get(key)) {
      if (key.startsWith("x-")) headers.add(key, value);
      if (key.startsWith("t-")) trailers.add(key, value);
    }
  }
  return { headers, trailers };
}

function replyOf(call, request) {
  const payload = request.reply_size > 0 ? Buffer.from({ length: request.reply_size }, (_, i) => i & 255) : request.payload;
  return { payload, metadata: metadataToMap(call.metadata) };
}

const handlers = {
  Echo(call, callback) {
    const { request } = call;
    const { headers, trailers } = metadataOf(call);
    call.sendMetadata(headers);
    if (request.hang) {
      call.on("cancelled", () => note(request.hang).resolve());
      return;
    }
    const failure = failureOf(request);
    if (failure && failure.code !== 0) {
      failure.metadata.merge(trailers);
      callback(failure);
    } else {
      callback(null, replyOf(call, request), trailers);
    }
  },

  async Count(call) {
    const { request } = call;
    const { headers, trailers } = metadataOf(call);
    call.sendMetadata(headers);
    call.on("cancelled", () => note(request.hang).resolve());
    for (let i = 0; i < request.count; i++) {
      if (!call.write({ ...replyOf(call, request), metadata: {}, number: i })) {
        await new Promise(resolve => call.once("drain", resolve));
      }
    }
    if (request.hang) return;
    const failure = failureOf(request);
    if (failure && failure.code !== 0) call.emit("error", failure);
    else call.end(trailers);
  },

  Sum(call, callback) {
    let number = 0;
    call.on("data", request => { number += request.number; });
    call.on("end", () => callback(null, { number }));
    call.on("error", () => {});
  },

  Chat(call) {
    let number = 0;
    call.on("data", request => call.write({ payload: request.payload, number: number++ }));
    call.on("end", () => call.end());
    call.on("cancelled", () => note("chat").resolve());
    call.on("error", () => {});
  },
};

function listen(packages) {
  const server = new grpc.Server();
  server.addService(packages.arena.grpc.probe.v1.Probe.service, handlers);
  return new Promise((resolve, reject) => server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(),
    (error, port) => (error ? reject(error) : resolve(port))));
}

export async function startServer(packages) {
  const port = await listen(packages);
  return { port, cancelled: ({ name }) => note(name).promise.then(() => true) };
}
