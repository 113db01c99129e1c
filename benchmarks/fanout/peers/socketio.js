// Socket.IO on Node: socketio.js PORT SNAPSHOT NODE_MODULES
const { readFileSync } = require("node:fs");
const { createServer } = require("node:http");
const [port, file, modules] = process.argv.slice(2);
const { Server } = require(`${modules}/socket.io`);
const snapshot = JSON.parse(readFileSync(file, "utf8"));

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, cors: { origin: "*" } });

io.on("connection", (socket) => {
  if (socket.handshake.query.fresh) socket.emit("update", snapshot);
  socket.on("pub", (update) => io.emit("update", update));
});

http.listen(Number(port), "127.0.0.1");
