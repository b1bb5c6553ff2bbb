/** The yardstick of `npm run bench`: the least that a static page of this framework can be. */
export default function Page() {
  return <p>Empty.</p>
}
