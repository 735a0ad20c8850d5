// One process: a grpc-js server, a raw HTTP/2 server, and a grpc-js client that takes commands, one JSON object per line.
import { createInterface } from "node:readline";
import { loadSync } from "@grpc/proto-loader";
import grpc from "@grpc/grpc-js";
import { startServer } from "./server.mjs";
import { startRawServer } from "./raw-server.mjs";
import { commands } from "./client.mjs";

const protos = process.argv.slice(2);
const options = { keepCase: true, longs: Number, enums: String, defaults: true, bytes: Buffer };
const definitions = Object.assign({}, ...protos.map(file => loadSync(file, options)));
const packages = grpc.loadPackageDefinition(definitions);

const server = await startServer(packages);
const rawPort = await startRawServer();
const send = message => process.stdout.write(JSON.stringify(message) + "\n");
send({ port: server.port, rawPort });

createInterface({ input: process.stdin })
  .on("line", async line => {
    const { id, command, ...args } = JSON.parse(line);
    try {
      const run = command === "cancelled" ? server.cancelled : commands[command];
      send({ id, result: await run(args, packages) });
    } catch (error) {
      send({ id, error: String(error?.stack ?? error) });
    }
  })
  .on("close", () => process.exit(0));
