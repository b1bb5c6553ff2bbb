/** A proxy before a server that can be told to hang: it then takes connections and bytes, and never answers. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface HangingProxy {
  port: number
  /** Where it leads; until it is known, connections are closed. */
  setTarget(port: number): void
  /** Connections that are open hang as well; what comes in is read and thrown away. */
  hang(): void
  stop(): void
}

/** Starts it on a port of its own. */
export async function startHangingProxy(): Promise<HangingProxy> {
  const sockets = new Set<Socket>()
  const bridges = new Set<{ client: Socket; server: Socket }>()
  let targetPort: number | null = null
  let isHanging = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const silence = ({ client, server }: { client: Socket; server: Socket }) => {
    client.unpipe(server)
    server.unpipe(client)
    client.resume()
    server.resume()
  }
  const proxy = createServer((client) => {
    keep(client)
    if (isHanging) return client.resume()
    if (targetPort === null) return client.destroy()
    const server = connect(targetPort, '127.0.0.1')
    keep(server)
    const bridge = { client, server }
    bridges.add(bridge)
    client.pipe(server).pipe(client)
    client.on('close', () => server.destroy())
    server.on('close', () => {
      bridges.delete(bridge)
      if (!isHanging) client.destroy()
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    // It listens on an IP address, so that this is its form.
    port: (proxy.address() as AddressInfo).port,
    setTarget: (port) => {
      targetPort = port
    },
    hang: () => {
      isHanging = true
      for (const bridge of bridges) silence(bridge)
    },
    stop: () => {
      proxy.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
