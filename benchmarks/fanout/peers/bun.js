// Bun's built-in publish: bun.js PORT SNAPSHOT
const [port, file] = process.argv.slice(2);
const snapshot = await Bun.file(file).text();

const server = Bun.serve({
  port: Number(port),
  hostname: "127.0.0.1",
  fetch(request, server) {
    const path = new URL(request.url).pathname;
    if (server.upgrade(request, { data: path })) return undefined;
    return new Response("WebSockets only", { status: 426 });
  },
  websocket: {
    open(socket) {
      if (socket.data !== "/pub") socket.subscribe("camp");
      if (socket.data === "/fresh") socket.send(snapshot);
    },
    message(socket, text) {
      if (socket.data === "/pub") server.publish("camp", text);
    },
  },
});
