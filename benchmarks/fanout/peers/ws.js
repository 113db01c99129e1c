// ws on Node, with bufferutil: ws.js PORT SNAPSHOT NODE_MODULES
const { readFileSync } = require("node:fs");
const [port, file, modules] = process.argv.slice(2);
const { WebSocket, WebSocketServer } = require(`${modules}/ws`);
const snapshot = readFileSync(file, "utf8");

const server = new WebSocketServer({ port: Number(port), host: "127.0.0.1", perMessageDeflate: false });
const phones = new Set();

server.on("connection", (socket, request) => {
  if (request.url === "/pub") {
    socket.on("message", (text) => {
      for (const phone of phones) {
        if (phone.readyState === WebSocket.OPEN) phone.send(text, { binary: false });
      }
    });
    return;
  }
  phones.add(socket);
  socket.on("close", () => phones.delete(socket));
  socket.on("error", () => phones.delete(socket));
  if (request.url === "/fresh") socket.send(snapshot);
});
