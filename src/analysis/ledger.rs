//! What a plan remembers, by key: a sorted list instead of the standard library's map, of which every kind of key and
//! value would bring a kilobyte of compressed module. The lists are short.

use std::ops::Index;

/// Values by key, in the order of the keys.
#[derive(Debug, Clone)]
pub(super) struct Ledger<K, V> {
    entries: Vec<(K, V)>,
}

impl<K, V> Default for Ledger<K, V> {
    fn default() -> Self {
        Self { entries: vec![] }
    }
}

impl<K: Ord, V> Ledger<K, V> {
    /// Where the key is, or where it would be.
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.entries.binary_search_by(|(own, _)| own.cmp(key))
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().map(|i| &self.entries[i].1)
    }

    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.place(key).ok().map(|i| &mut self.entries[i].1)
    }

    pub(super) fn contains_key(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// Replaces what was under the key.
    pub(super) fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(i) => self.entries[i].1 = value,
            Err(i) => self.entries.insert(i, (key, value)),
        }
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        self.place(key).ok().map(|i| self.entries.remove(i).1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.entries.iter()
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// Forgets what is under keys that are not wanted.
    pub(super) fn retain_keys(&mut self, wanted: impl Fn(&K) -> bool) {
        self.entries.retain(|(key, _)| wanted(key));
    }
}

impl<K: Ord, V: Default> Ledger<K, V> {
    /// What is under the key, put there if there was nothing.
    pub(super) fn entry(&mut self, key: K) -> &mut V {
        let i = self.place(&key).unwrap_or_else(|i| {
            self.entries.insert(i, (key, V::default()));
            i
        });
        &mut self.entries[i].1
    }
}

impl<K: Ord, V> Index<&K> for Ledger<K, V> {
    type Output = V;

    fn index(&self, key: &K) -> &V {
        self.get(key).expect("it was put there")
    }
}
