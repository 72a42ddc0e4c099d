/** A clock that ticks once a minute while anyone listens. */

type Listener = () => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Return the current time in epoch seconds. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

function schedule(): void {
  timer = setTimeout(
    () => {
      schedule();
      for (const listener of [...listeners]) listener();
    },
    60_000 - (Date.now() % 60_000),
  );
}

/** Call a listener at every full minute until the returned function is called. */
export function everyMinute(listener: Listener): () => void {
  listeners.add(listener);
  if (timer === undefined) schedule();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearTimeout(timer);
      timer = undefined;
    }
  };
}
