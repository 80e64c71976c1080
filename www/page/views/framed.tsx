/**
 * The page in a frame of another page: nothing but a way out, so that no click there, guided by what lies
 * over the frame, does anything.
 */
export function Framed() {
  return (
    <main class="page">
      <p>
        Modalens does not work inside another page.{' '}
        <a href={location.href} target="_blank" rel="noopener noreferrer">
          Open it in a tab of its own
        </a>
        .
      </p>
    </main>
  );
}
