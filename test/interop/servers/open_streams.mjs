// The responses of a server that are streams and still open, to be cut like websockets.
export class OpenStreams {
  #responses = new Set();

  add(response) {
    this.#responses.add(response);
    response.once("close", () => this.#responses.delete(response));
  }

  *[Symbol.iterator]() {
    for (const response of [...this.#responses]) yield { terminate: () => response.destroy() };
  }
}

export const asksForStream = ({ headers: { accept = "" } }) => /^(text\/event-stream|multipart\/mixed)/.test(accept);
