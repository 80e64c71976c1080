/** A bar that only grows. */

export function ProgressBar({ share, label }: { share: number; label: string }) {
  return (
    <div
      role="progressbar"
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={label}
    >
      <svg class="bar" height="4" aria-hidden="true">
        <rect class="track" width="100%" height="4" />
        <rect class="done" width={`${share * 100}%`} height="4" />
      </svg>
    </div>
  );
}
