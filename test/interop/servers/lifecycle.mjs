export const path = "/graphql";
export const address = { host: "127.0.0.1", port: 0 };

// Says where the server is and ties its life to the parent's: a test driver that dies closes our stdin.
export function announce(httpServer) {
  const exit = () => process.exit(0);
  process.on("SIGTERM", exit);
  process.stdin.on("close", exit).on("error", exit).resume();
  console.log(`http://${address.host}:${httpServer.address().port}${path}`);
}
