// Answers as other servers do not, most often because it is wrong: the last segment of the path says how.
import http2 from "node:http2";
import { gzipSync } from "node:zlib";

const ok = { ":status": 200, "content-type": "application/grpc" };
const frame = (flag, length, payload) => {
  const header = Buffer.alloc(5);
  header.writeUInt8(flag, 0);
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, payload]);
};

// Ends the body with trailers.
function end(stream, body, trailers = { "grpc-status": "0" }, headers = {}) {
  stream.respond({ ...ok, ...headers }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  stream.end(body);
}

const behaviours = {
  // Correct, and not what a grpc-js server can do: a compressed response; field 1 is 1000 times "z".
  Gzip: stream => {
    const message = gzipSync(Buffer.concat([Buffer.from([0x0a, 0xe8, 0x07]), Buffer.alloc(1000, "z")]));
    end(stream, frame(1, message.length, message), { "grpc-status": "0" }, { "grpc-encoding": "gzip" });
  },
  BadFlag: stream => end(stream, frame(7, 0, Buffer.alloc(0))),
  Cut: stream => end(stream, frame(0, 100, Buffer.from([1, 2, 3]))),
  CutHeader: stream => end(stream, Buffer.from([0, 0])),
  Garbage: stream => end(stream, frame(0, 3, Buffer.from([0xff, 0xff, 0xff]))),
  CompressedWithoutEncoding: stream => end(stream, frame(1, 3, Buffer.from([1, 2, 3]))),
  TwoMessages: stream => end(stream, Buffer.concat([frame(0, 0, Buffer.alloc(0)), frame(0, 0, Buffer.alloc(0))])),
  NoMessage: stream => end(stream, Buffer.alloc(0)),
  NoStatus: stream => { stream.respond(ok); stream.end(frame(0, 0, Buffer.alloc(0))); },
  OddStatus: stream => end(stream, frame(0, 0, Buffer.alloc(0)), { "grpc-status": "77", "grpc-message": "odd" }),
  TrailersOnly: stream => stream.respond(
    { ...ok, "grpc-status": "5", "grpc-message": "gone %C3%BC%ZZ", "x-note": "here" }, { endStream: true }),
  Html: stream => { stream.respond({ ":status": 200, "content-type": "text/html" }); stream.end("<p>no"); },
  Reset: (stream, headers) => stream.close(Number(headers["x-code"])),
  Http: (stream, headers) => stream.respond({ ":status": Number(headers["x-code"]) }, { endStream: true }),
  Drop: stream => { stream.respond(ok); stream.write(frame(0, 0, Buffer.alloc(0)), () => stream.session.destroy()); },
};

export function startRawServer() {
  const server = http2.createServer();
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    behaviours[headers[":path"].split("/").pop()](stream, headers);
  });
  return new Promise(resolve => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}
