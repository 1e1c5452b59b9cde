import styles from './connections.module.css';

/** A vendor's mark. Its SVG is shown as an image, where scripts in it cannot run. */
export function Logo({ svg, name, size = 36 }: { svg: string | null | undefined; name: string; size?: number }) {
  if (!svg) {
    return (
      <span className={styles.noLogo} style={{ width: size, height: size }} aria-hidden="true">
        {name.slice(0, 1)}
      </span>
    );
  }
  return <img className={styles.logo} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} width={size} height={size} alt="" />;
}
