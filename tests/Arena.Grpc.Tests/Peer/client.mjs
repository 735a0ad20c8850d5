import grpc from "@grpc/grpc-js";

const hexOf = value => (Buffer.isBuffer(value) ? value.toString("hex") : value);

// Values of one key joined with commas, binary ones as hex.
export function metadataToMap(metadata) {
  const keys = Object.keys(metadata.getMap());
  return Object.fromEntries(keys.map(key => [key, metadata.get(key).map(hexOf).join(",")]));
}

function metadataFrom(map = {}) {
  const metadata = new grpc.Metadata();
  for (const [key, values] of Object.entries(map)) {
    for (const value of [values].flat()) metadata.add(key, key.endsWith("-bin") ? Buffer.from(value, "hex") : value);
  }
  return metadata;
}

const requestOf = ({ payload, failure, ...rest } = {}) => ({
  ...rest,
  payload: Buffer.from(payload ?? "", "hex"),
  failure: failure && { ...failure, details: Buffer.from(failure.details ?? "", "hex") },
});

const replyOf = ({ payload, number, metadata }) => ({ size: payload.length, number, metadata });

const statusOf = ({ code, details, metadata }) => ({ code, details, trailers: metadata ? metadataToMap(metadata) : {} });

function clientOf(packages, { address, gzip, receiveLimit }) {
  const options = {};
  if (gzip) options["grpc.default_compression_algorithm"] = grpc.compressionAlgorithms.gzip;
  if (receiveLimit) options["grpc.max_receive_message_length"] = receiveLimit;
  return new packages.arena.grpc.probe.v1.Probe(address, grpc.credentials.createInsecure(), options);
}

const optionsOf = ({ timeout }) => (timeout ? { deadline: Date.now() + timeout } : {});

const ended = call => new Promise(resolve => call.on("status", status => resolve(statusOf(status))));

const headersOf = call => new Promise(resolve => call.on("metadata", metadata => resolve(metadataToMap(metadata))));

export const commands = {
  async echo(args, packages) {
    const client = clientOf(packages, args);
    let reply = null;
    let same = null;
    const request = requestOf(args.request);
    if (args.size) request.payload = Buffer.alloc(args.size, 7);
    const call = client.echo(request, metadataFrom(args.metadata), optionsOf(args), (error, message) => {
      if (message) {
        reply = replyOf(message);
        same = message.payload.equals(request.payload);
      }
    });
    const headers = headersOf(call);
    if (args.cancel) headers.then(() => call.cancel()); // the handler has begun
    const status = await ended(call);
    const received = await Promise.race([headers, Promise.resolve({})]);
    client.close();
    return { status, headers: received, reply, same };
  },

  async count(args, packages) {
    const client = clientOf(packages, args);
    const call = client.count(requestOf(args.request), metadataFrom(args.metadata), optionsOf(args));
    let received = 0;
    let inOrder = true;
    let bytes = 0;
    call.on("data", message => {
      inOrder &&= message.number === received;
      bytes += message.payload.length;
      received++;
      if (received === args.cancelAfter) call.cancel();
    });
    call.on("error", () => {});
    const status = await ended(call);
    client.close();
    return { status, received, inOrder, bytes };
  },

  async sum(args, packages) {
    const client = clientOf(packages, args);
    let number = null;
    const call = client.sum(metadataFrom(args.metadata), optionsOf(args), (error, message) => { number = message?.number; });
    for (const value of args.numbers) call.write({ number: value });
    call.end();
    const status = await ended(call);
    client.close();
    return { status, number };
  },

  // One message at a time: the next is sent when the answer to the last is there.
  async chat(args, packages) {
    const client = clientOf(packages, args);
    const call = client.chat(metadataFrom(args.metadata), optionsOf(args));
    const answers = [];
    const texts = [...args.texts];
    const next = () => (texts.length > 0 ? call.write({ payload: Buffer.from(texts.shift()) }) : call.end());
    call.on("data", message => { answers.push(`${message.number}:${message.payload.toString()}`); next(); });
    call.on("error", () => {});
    next();
    const status = await ended(call);
    client.close();
    return { status, answers };
  },

  async unknown(args, packages) {
    const client = clientOf(packages, args);
    const pass = value => value;
    const call = client.makeUnaryRequest(args.path, pass, pass, Buffer.alloc(0), () => {});
    const status = await ended(call);
    client.close();
    return { status };
  },

  async health(args, packages) {
    const client = new packages.grpc.health.v1.Health(args.address, grpc.credentials.createInsecure());
    let reply = null;
    const call = client.check({ service: args.service }, (error, message) => { reply = message; });
    const status = await ended(call);
    client.close();
    return { status, serving: reply?.status ?? null };
  },

  // Ends after the given number of statuses.
  async watchHealth(args, packages) {
    const client = new packages.grpc.health.v1.Health(args.address, grpc.credentials.createInsecure());
    const call = client.watch({ service: args.service });
    const seen = [];
    call.on("data", message => { seen.push(message.status); if (seen.length === args.count) call.cancel(); });
    call.on("error", () => {});
    const status = await ended(call);
    client.close();
    return { status, seen };
  },
};
