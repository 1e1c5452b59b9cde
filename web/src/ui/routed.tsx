/** A title with the way it describes in a quieter voice. */
export function Routed({ title, route }: { title: string; route: string | null }) {
  return (
    <>
      {title} {route && <span className="muted">{route}</span>}
    </>
  );
}
