// What both peers in JavaScript do: they count what they have decoded, and in the end say what that has cost the process.

export const subscription = "subscription { logs { offset line } }";
export const query = "query($id: ID!) { run(id: $id) { id name status step } }";

/// The numbers of the command line: `push PORT SUBSCRIPTIONS` or `http PORT REQUESTS IN_FLIGHT`.
export const numbers = process.argv.slice(3).map(Number);

export class Tally {
  messages = 0;
  sum = 0;
  wall = process.hrtime.bigint();
  cpu = process.cpuUsage();

  /// Takes what one message says: its number, and its text, which is never empty.
  add(offset, text) {
    this.sum += offset;
    if (text !== "") ++this.messages;
  }

  /// Prints messages, seconds, CPU seconds and sum; the process lives on until the runner has read its memory.
  report() {
    const wall = Number(process.hrtime.bigint() - this.wall) / 1e9;
    const { user, system } = process.cpuUsage(this.cpu);
    console.log(`${this.messages} ${wall.toFixed(6)} ${((user + system) / 1e6).toFixed(6)} ${this.sum}`);
    process.stdin.resume().on("end", () => process.exit());
  }
}
