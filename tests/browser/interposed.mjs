// Stands between a page and its server once their line has become a WebSocket, to lose or forge messages.

/**
 * Takes effect with the page's next load.
 * @param {import("playwright-core").Page} page
 * @param {{toServer?: (message: string, answer: (message: string) => void) => boolean, toPage?: (message: string) => boolean}} pass
 *   whether a message goes on; one to the server may be answered instead
 * @returns {Promise<{upgraded: Promise<void>}>} `upgraded` resolves when the first line is a WebSocket
 */
export async function interpose(page, { toServer = () => true, toPage = () => true }) {
  const kUpgrade = "5"; // Engine.IO protocol v4: the client gives up polling
  const { promise: upgraded, resolve } = Promise.withResolvers();
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (toServer(String(message), (answer) => socket.send(answer))) server.send(message);
      if (message === kUpgrade) resolve(undefined);
    });
    server.onMessage((message) => {
      if (toPage(String(message))) socket.send(message);
    });
  });
  return { upgraded };
}
