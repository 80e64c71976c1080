/**
 * Views that are loaded when they are first opened: their place says so at once, and what to do if they do
 * not come.
 */

import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorFacts } from '../library';
import { part } from '../part';
import { Note, TextButton, Told } from './parts';

/** How long a view that is there already may take to come up without a word, ms. */
const AT_ONCE = 100;

/** Stands in for a view that is on its way. */
function Waiting({ name }: { name: string }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), AT_ONCE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="q gap-16" role="status">
      {slow ? `Loading ${name} …` : ''}
    </p>
  );
}

function NotLoaded({ problem, again }: { problem: ErrorFacts; again: () => void }) {
  return (
    <Note level="stop" class="gap-16">
      <Told problem={problem} /> <TextButton onClick={again}>Try again</TextButton>
    </Note>
  );
}

/** A view by its module's default export. */
export function later(name: string, load: () => Promise<{ default: FunctionComponent }>): FunctionComponent {
  let loaded: FunctionComponent | null = null;
  return function Later() {
    const [problem, setProblem] = useState<ErrorFacts | null>(null);
    const [tries, setTries] = useState(0);
    useEffect(() => {
      if (loaded) return;
      part(load).then((module) => {
        loaded = module.default;
        setTries(tries + 1);
      }, setProblem);
    }, [tries]);
    if (loaded) {
      const View = loaded;
      return <View />;
    }
    if (!problem) return <Waiting name={name} />;
    const again = () => {
      setProblem(null);
      setTries(tries + 1);
    };
    return <NotLoaded problem={problem} again={again} />;
  };
}
